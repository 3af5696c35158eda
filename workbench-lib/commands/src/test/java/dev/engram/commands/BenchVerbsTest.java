package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.chart.Chart;
import dev.engram.bench.report.Report;
import dev.engram.commands.bench.BenchHandle;
import dev.engram.commands.bench.BenchResult;
import dev.engram.commands.bench.ComparisonList;
import dev.engram.commands.bench.ExperimentList;
import dev.engram.commands.view.JsonView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of bench and report, as command lines and as Java calls, over a real experiment. */
class BenchVerbsTest {

    @TempDir Path folder;

    /** The external program that is measured. */
    static final class Program {
        public static void main(String[] arguments) {
            double speed = Double.parseDouble(arguments[0]);
            for (int item = 1; item <= 8; item++) {
                System.out.printf(
                        java.util.Locale.ROOT,
                        "{\"metric\":\"speed\",\"value\":%f,\"item\":\"i%d\"}%n",
                        speed * item,
                        item);
            }
        }
    }

    @BeforeEach
    void writeExperiment() throws Exception {
        Files.writeString(
                folder.resolve("speed.yaml"),
                """
                name: speed
                question: Which is faster?
                task: command
                metadata: {version: 1}
                settings:
                  command: ["{java}", -cp, "{classPath}", "%s", "{factor}"]
                variants:
                  factor: [1, 2]
                metrics:
                  speed: {unit: km/h, better: higher, description: How fast.}
                """
                        .formatted(Program.class.getName()));
    }

    private VerbContext context(List<String> notices) {
        return new VerbContext(
                folder,
                new WorkbenchHome(folder.resolve("home")),
                Progress.none(),
                text -> {},
                notices::add,
                new Services(),
                null);
    }

    private Object run(String... arguments) {
        Outcome outcome = VerbRunner.run(List.of(arguments), context(new ArrayList<>()));
        return ((Outcome.Value) outcome).result();
    }

    @Test
    void fromExperimentFileToReportOnTheCommandLine() throws Exception {
        BenchResult result = (BenchResult) run("bench", "run", "speed.yaml", "-o", "results");
        assertThat(result.done()).isEqualTo(2);
        assertThat(result.exitCode()).isZero();
        assertThat(result).asString().contains("speed", "factor=2", "9 km/h", "chart: ");
        assertThat((String) result.mimeBundle().get("text/html")).contains("<svg", "<table>");
        assertThat(JsonView.of(result))
                .startsWith("{\"experiment\":\"speed\"")
                .contains("\"png\":\"" + folder)
                .doesNotContain("mimeBundle");

        ExperimentList list = (ExperimentList) run("bench", "list", "results");
        assertThat(list.experiments().getFirst().finished()).isEqualTo(2);
        assertThat(JsonView.of(list).lines()).hasSize(1);

        ComparisonList compared =
                (ComparisonList) run("bench", "compare", "speed", "--metric", "speed");
        assertThat(compared.comparisons().getFirst().ratio()).isEqualTo(2);
        assertThat(compared.comparisons().getFirst().verdict()).isEqualTo("better");
        assertThat(compared).asString().contains("compared with factor=1");

        Chart chart = (Chart) run("bench", "chart", "speed");
        assertThat(chart.file()).isRegularFile();
        assertThat(((byte[]) chart.mimeBundle().get("image/png"))[1]).isEqualTo((byte) 'P');

        run("bench", "export", "speed", "--format", "csv", "-o", "x.csv");
        assertThat(Files.readString(folder.resolve("x.csv")).lines()).hasSize(1 + 2 * 9);

        Report report = (Report) run("report", "build", "results", "-o", "report.html");
        assertThat(Files.readString(report.file())).contains("Which is faster?", "<svg");

        BenchResult again = (BenchResult) run("bench", "run", "speed.yaml", "--resume");
        assertThat(again.skipped()).isEqualTo(2);
        assertThat(again.done()).isZero();
    }

    @Test
    void theSameInJava() {
        BenchHandle bench = new BenchHandle("r", () -> context(new ArrayList<>()));
        assertThat(bench.run("speed.yaml").done()).isEqualTo(2);
        assertThat(bench.list()).hasSize(1);
        assertThat(bench.compare("speed", "speed")).hasSize(1);
        assertThat(bench.chart("speed").file()).isRegularFile();
        assertThat(bench.export("speed", "speed.json").rows()).isEqualTo(18);
        assertThat(bench.report("report.html").runs()).isEqualTo(2);
    }

    @Test
    void mistakesAreALineWithTheNearMatch() {
        assertUserMessage(() -> run("bench", "list", "nowhere"), "no folder of results");
        assertUserMessage(() -> run("bench", "run", "sped.yaml"), "no experiment file");
        run("bench", "run", "speed.yaml", "-n", "1");
        assertUserMessage(() -> run("bench", "compare", "sped"), "did you mean 'speed'?");
        assertUserMessage(() -> run("bench", "chart", "speed", "sped"), "did you mean 'speed'?");
        assertUserMessage(
                () -> run("bench", "compare", "speed", "--baseline", "factor=3"),
                "did you mean 'factor=");
        assertUserMessage(() -> run("bench", "run", "speed.yaml", "-p", "comand=x"), "'command'");
    }

    private static void assertUserMessage(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.userMessage()).contains(part);
                            assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
                        });
    }
}
