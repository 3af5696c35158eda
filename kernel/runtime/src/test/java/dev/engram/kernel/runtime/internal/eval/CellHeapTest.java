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

    /** Far above what is kept, and below the 60 KB and more that a grown compiler cache keeps. */
    private static final long MOST_BYTES = 40 * 1024;

    @Test
    void aTrivialCellKeepsLittle() throws IOException, InterruptedException {
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
        assertThat(Long.parseLong(printed.lines().toList().getLast())).isLessThan(MOST_BYTES);
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
        run(evaluator, 0, WARM);
        long before = liveBytes();
        run(evaluator, WARM, CELLS);
        System.out.println((liveBytes() - before) / CELLS);
        System.exit(0);
    }

    private static void run(CellEvaluator evaluator, int from, int cells) {
        for (int i = from; i < from + cells; i++) {
            String source =
                    switch (i % 3) {
                        case 0 -> i + " + 1";
                        case 1 -> "int f" + i + "(int x) { return x + 1; }\nf" + i + "(2)";
                        default -> "System.out.print(\"\");";
                    };
            CellOutcome outcome =
                    evaluator.evaluate(
                            new Execution(i + 1, new byte[0], List.of(), false, true),
                            () -> source,
                            value -> value);
            if (!(outcome instanceof CellOutcome.Done)) {
                throw new IllegalStateException(source + ": " + outcome);
            }
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
