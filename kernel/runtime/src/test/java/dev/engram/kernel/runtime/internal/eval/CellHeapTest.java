package dev.engram.kernel.runtime.internal.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.kernel.runtime.KernelFlags;
import dev.engram.kernel.runtime.internal.cell.Execution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cells leave on the heap, in a JVM with the kernel's own flags. */
class CellHeapTest {

    private static final int WARM = 96;
    private static final int CELLS = 300;

    /** Twice what is kept, and a third of what a compiler cache that only grows keeps. */
    private static final long MOST_BYTES = 40 * 1024;

    @Test
    void aTrivialCellKeepsLittleAndWhatIsForgottenIsNotMissed()
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(KernelFlags.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(CellHeapTest.class.getName());
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed;
        try (var out = child.getInputStream()) {
            printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        assertThat(child.waitFor()).isZero();
        List<String> lines = printed.lines().toList();
        assertThat(Long.parseLong(lines.getFirst())).isLessThan(MOST_BYTES);
        assertThat(lines.getLast()).isEqualTo("trace [    at Cell[2]:1, 20]");
    }

    /** Runs cells; prints the bytes of live heap that each of them has kept. */
    public static void main(String[] arguments) {
        CellEvaluator evaluator =
                new CellEvaluator(
                        () -> {
                            CellShell shell =
                                    new CellShell(
                                            CellHeapTest.class.getClassLoader(),
                                            KernelFlags.compilerOptions());
                            shell.importAll(KernelFlags.imports());
                            return shell;
                        });
        Object ignored =
                value(evaluator, 1, "Runnable later = null; int one() { return 1; }\none()");
        ignored =
                value(
                        evaluator,
                        2,
                        "later = () -> { throw new IllegalStateException(\"late\"); };");
        run(evaluator, 0, WARM);
        long before = liveBytes();
        run(evaluator, WARM, CELLS);
        System.out.println((liveBytes() - before) / CELLS);
        List<Object> seen = new ArrayList<>();
        if (evaluate(evaluator, 900, "later.run()") instanceof CellOutcome.Threw threw) {
            seen.add(threw.trace().stream().filter(l -> l.contains("Cell[2]")).findFirst().get());
        }
        Object redefined = value(evaluator, 901, "int one() { return 20; }\nf4(0); one()");
        seen.add(redefined);
        System.out.println("trace " + seen);
        System.exit(0);
    }

    private static Object value(CellEvaluator evaluator, int number, String source) {
        CellOutcome outcome = evaluate(evaluator, number, source);
        if (outcome instanceof CellOutcome.Done(Object value)) {
            return value;
        }
        throw new IllegalStateException(source + ": " + outcome);
    }

    private static CellOutcome evaluate(CellEvaluator evaluator, int number, String source) {
        return evaluator.evaluate(
                new Execution(number, new byte[0], List.of(), false, true),
                () -> source,
                value -> value);
    }

    private static void run(CellEvaluator evaluator, int from, int cells) {
        for (int i = from; i < from + cells; i++) {
            String source =
                    switch (i % 3) {
                        case 0 -> i + " + 1";
                        case 1 -> "int f" + i + "(int x) { return x + 1; }\nf" + i + "(2)";
                        default -> "System.out.print(\"\");";
                    };
            Object ignored = value(evaluator, i + 3, source);
        }
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
