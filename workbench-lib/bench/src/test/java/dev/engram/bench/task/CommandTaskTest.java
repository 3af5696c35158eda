package dev.engram.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.Evaluation;
import dev.engram.bench.ExperimentFile;
import dev.engram.bench.ExperimentRunner;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.RunRecord;
import dev.engram.bench.RunStore;
import dev.engram.bench.Sample;
import dev.engram.bench.Task;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTaskTest {

    @TempDir Path folder;

    /** The external program of the tests. */
    static final class Program {
        public static void main(String[] arguments) throws Exception {
            System.err.println("a remark on standard error");
            System.out.println("a line that is no sample");
            switch (arguments[0]) {
                case "samples" -> {
                    System.out.println("{\"metric\":\"speed\",\"value\":" + arguments[1] + "}");
                    System.out.println("{\"size\": 3, \"seed\": 1}");
                }
                case "environment" -> System.out.println("{\"set\": " + System.getenv("SET") + "}");
                case "sleep" -> Thread.sleep(60_000);
                case "fail" -> {
                    System.err.println("it broke");
                    System.exit(3);
                }
                default -> System.out.println("{broken");
            }
        }
    }

    private static final String HEAD =
            """
            name: external
            question: Does it run?
            task: command
            metadata: {version: 1}
            settings:
              timeoutSeconds: 20
              environment: {SET: "{kind}5"}
              versionCommands: {program: ["{java}", "--version"]}
              command: ["{java}", -Xshare:auto, -cp, "{classPath}", "%s", WORDS]
            metrics:
              speed: {unit: km/h, better: higher}
            """
                    .formatted(Program.class.getName());

    private ExperimentRunner.Outcome run(String words, String variants) throws Exception {
        return new ExperimentRunner(
                        new RunStore(folder),
                        new Task.Surroundings(
                                new WorkbenchHome(folder), folder, Progress.none(), n -> {}))
                .run(
                        ExperimentFile.parse(
                                HEAD.replace("WORDS", words) + "variants: " + variants + "\n",
                                folder,
                                "x.yaml"),
                        false);
    }

    @Test
    void substitutesTheVariantAndReadsTheSamples() throws Exception {
        assertThat(run("samples, \"{kind}\"", "{kind: [3, 4]}").done()).isEqualTo(2);
        Evaluation evaluation = Evaluation.of(new RunStore(folder), "external");
        RunRecord run = evaluation.runs().getFirst();
        assertThat(run.values("speed")).containsExactly(3);
        assertThat(run.values("size")).containsExactly(3);
        assertThat(run.values("wall")[0]).isPositive();
        assertThat(run.versions().get("program")).contains("25");
        assertThat(evaluation.metrics())
                .extracting(MetricSpec::name)
                .containsExactly("speed", "wall", "size", "seed");
        assertThat(evaluation.metric("speed").unit()).isEqualTo("km/h");
    }

    @Test
    void passesTheEnvironment() throws Exception {
        run("environment", "{kind: [3]}");
        RunRecord run = new RunStore(folder).load("external").runs().getFirst();
        assertThat(run.values("set")).containsExactly(35);
    }

    @Test
    void aFailureNamesTheCodeAndTheLastLine() throws Exception {
        assertThat(run("fail", "{kind: 1}").problems().getFirst())
                .contains("ended with code 3: it broke");
    }

    @Test
    void aTimeOutStopsTheProgram() throws Exception {
        long before = System.nanoTime();
        String problem = run("sleep", "{kind: 1, timeoutSeconds: 1}").problems().getFirst();
        assertThat(problem).contains("did not end within 1 s");
        assertThat((System.nanoTime() - before) / 1e9).isLessThan(30);
    }

    @Test
    void brokenSamplesAndUnknownPlaceholdersAreSaid() throws Exception {
        assertThat(run("broken", "{kind: 1}").problems().getFirst()).contains("is no JSON");
        assertThatThrownBy(() -> run("\"{kinds}\"", "{kind: 1}"))
                .satisfies(
                        e ->
                                assertThat(((WorkbenchException) e).userMessage())
                                        .contains("unknown placeholder {kinds}")
                                        .contains("did you mean 'kind'?"));
        assertThatThrownBy(() -> SampleLines.read(List.of("{\"speed\": \"fast\"}"), List.of()))
                .hasMessageContaining("'speed' is no number");
        assertThat(SampleLines.read(List.of("[1]", "", "x {"), List.of())).isEmpty();
        assertThat(SampleLines.read(List.of(" {\"a\": 1e3}"), List.of()))
                .containsExactly(Sample.of("a", 1000, ""));
    }

    @Test
    void aMissingProgramIsSaid() throws Exception {
        String yaml =
                "{name: external, question: q, task: command, metadata: {version: 1},"
                        + " settings: {command: [no-such-program-here]}}";
        ExperimentRunner.Outcome outcome =
                new ExperimentRunner(
                                new RunStore(folder),
                                new Task.Surroundings(
                                        new WorkbenchHome(folder),
                                        folder,
                                        Progress.none(),
                                        n -> {}))
                        .run(ExperimentFile.parse(yaml, folder, "x"), false);
        assertThat(outcome.problems().getFirst()).contains("cannot start 'no-such-program-here'");
    }
}
