package dev.engram.kernel.runtime.internal.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.kernel.runtime.KernelFlags;
import dev.engram.kernel.runtime.internal.cell.Execution;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The evaluator without any client. */
class CellEvaluatorTest {

    private static CellEvaluator evaluator;
    private int count;

    @BeforeAll
    static void start() {
        evaluator =
                new CellEvaluator(
                        () -> {
                            CellShell shell =
                                    new CellShell(
                                            CellEvaluatorTest.class.getClassLoader(),
                                            List.of("-Xlint:none"));
                            shell.importAll(KernelFlags.imports());
                            return shell;
                        });
    }

    private Execution execution() {
        return new Execution(++count, new byte[0], List.of(), false, true);
    }

    private CellOutcome run(String source) {
        return evaluator.evaluate(execution(), () -> source, value -> value);
    }

    private Object value(String source) {
        CellOutcome outcome = run(source);
        assertThat(outcome).isInstanceOf(CellOutcome.Done.class);
        return ((CellOutcome.Done) outcome).value();
    }

    @Test
    void allImportsAreThere() {
        assertThat(
                        value(
                                "List.of(BigInteger.ONE, Path.of(\"a\"), Pattern.compile(\"a\"),"
                                        + " URI.create(\"a\"), Duration.ZERO, Stream.of(1).count(),"
                                        + " new StringReader(\"\").markSupported(),"
                                        + " Executors.class, (Supplier<String>) () -> \"a\").size()"))
                .isEqualTo(9);
    }

    @Test
    void valuesKeepTheirStaticType() {
        assertThat(value("boolean yes = true; yes ? 1 : 2.0")).isEqualTo(1.0);
        assertThat(value("char c = 'a'; c")).isEqualTo('a');
        assertThat(value("(byte) 3")).isEqualTo((byte) 3);
        assertThat(value("1 > 0 ? \"x\" : null")).isEqualTo("x");
    }

    @Test
    void manyExpressionsLeaveNoVariables() {
        for (int i = 0; i < 30; i++) {
            assertThat(value(i + " + 1")).isEqualTo(i + 1);
        }
        long carriers =
                evaluator.<Long>onShell(
                        s ->
                                s.shell()
                                        .variables()
                                        .filter(this::isCarrier)
                                        .filter(v -> s.shell().status(v).isActive())
                                        .count());
        assertThat(carriers).isZero();
    }

    private boolean isCarrier(jdk.jshell.VarSnippet variable) {
        return variable.name().startsWith("$");
    }

    @Test
    void aFailedPieceStopsTheCell() {
        assertThat(run("int first = 1;\nthrow new RuntimeException(\"x\");\nint second = 2;"))
                .isInstanceOf(CellOutcome.Threw.class);
        assertThat(value("first")).isEqualTo(1);
        assertThat(run("second")).isInstanceOf(CellOutcome.NotCompiled.class);
    }

    @Test
    void whatIsUnknownNowIsNotEvaluatedLater() {
        assertThat(run("comesLater(1)")).isInstanceOf(CellOutcome.NotCompiled.class);
        assertThat(value("int comesLater(int x) { return x + 1; }\ncomesLater(4)")).isEqualTo(5);
    }

    @Test
    void anInterruptBeforeTheStartIsKept() {
        Execution execution = execution();
        evaluator.interrupt(execution);
        CellOutcome outcome = evaluator.evaluate(execution, () -> "1", value -> value);
        assertThat(outcome).isInstanceOf(CellOutcome.Stopped.class);
        assertThat(value("1")).isEqualTo(1);
    }

    @Test
    void anInterruptAfterTheEndDoesNothing() {
        Execution execution = execution();
        CellOutcome outcome = evaluator.evaluate(execution, () -> "1", value -> value);
        evaluator.interrupt(execution);
        assertThat(outcome).isEqualTo(new CellOutcome.Done(1));
        assertThat(value("2")).isEqualTo(2);
    }

    @Test
    void causesInACircleDoNotHang() {
        CellOutcome outcome =
                run(
                        "var a = new RuntimeException(\"a\"); var b = new RuntimeException(\"b\", a);"
                                + " a.initCause(b); throw a;");
        assertThat(outcome).isInstanceOf(CellOutcome.Threw.class);
    }

    @Test
    void classesOfCellsAreRedefined() {
        assertThat(value("class Thing { int v() { return 1; } }\nnew Thing().v()")).isEqualTo(1);
        assertThat(value("class Thing { int v() { return 2; } }\nnew Thing().v()")).isEqualTo(2);
    }

    @Test
    void aStoppedLoopLeavesThePromptFree() throws Exception {
        Execution execution = execution();
        Thread stopper =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        TimeUnit.MILLISECONDS.sleep(800);
                                    } catch (InterruptedException e) {
                                        return;
                                    }
                                    evaluator.interrupt(execution);
                                });
        CellOutcome outcome =
                evaluator.evaluate(execution, () -> "while (true) { }", value -> value);
        stopper.join();
        assertThat(outcome).isInstanceOf(CellOutcome.Stopped.class);
        assertThat(value("3")).isEqualTo(3);
    }
}
