package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.AtomicFiles;
import dev.engram.base.WorkbenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTest {

    @TempDir Path folder;

    @BeforeEach
    void forgetRuns() {
        FakeTask.RUNS.clear();
    }

    private RunStore store() {
        return new RunStore(folder.resolve("results"));
    }

    @Test
    void variantsRunInTurnRoundByRound() throws Exception {
        ExperimentRunner.Outcome outcome = Experiments.run(folder, Experiments.FAKE, false);
        assertThat(outcome.done()).isEqualTo(4);
        assertThat(FakeTask.RUNS).containsExactly("10/1", "20/1", "10/2", "20/2");
    }

    @Test
    void aRecordHoldsEverythingThatIsKnownOfARun() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        RunRecord run = store().load("fake-costs").runs().getFirst();
        assertThat(store().file("fake-costs", run.variant(), 1)).isRegularFile();
        assertThat(run.format()).isEqualTo(1);
        assertThat(run.finished()).isTrue();
        assertThat(run.values("cost")).containsExactly(11, 21, 31);
        assertThat(run.samples().getFirst()).isEqualTo(new Sample("cost", 11, "ms", "item1"));
        assertThat(run.machine().cores()).isPositive();
        assertThat(run.machine().cpu()).isNotBlank();
        assertThat(run.machine().memoryBytes()).isPositive();
        assertThat(run.versions()).containsKeys("jdk", "workbench", "fake");
        assertThat(run.inputs().getFirst().sha256())
                .isEqualTo("a665a45920422f9d417e4867efdc4fb8a04a1f3fff1fa07e998e86f7f7a27ae3");
        assertThat(run.startedAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:.*Z");
        assertThat(store().experiment("fake-costs").question()).contains("<fake>");
    }

    @Test
    void seedsAreEqualForAllVariantsOfARepetitionAndDifferBetweenThem() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        List<RunRecord> runs = store().load("fake-costs").runs();
        assertThat(runs).hasSize(4);
        assertThat(runs.stream().filter(r -> r.repetition() == 1).map(RunRecord::seed).distinct())
                .hasSize(1);
        assertThat(runs.stream().map(RunRecord::seed).distinct()).hasSize(2);
    }

    @Test
    void resumingSkipsFinishedRunsAndMeasuresHalfWrittenOnesAgain() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        Path first = store().file("fake-costs", new Variant(java.util.Map.of("base", 10)), 1);
        Path second = store().file("fake-costs", new Variant(java.util.Map.of("base", 20)), 2);
        String whole = Files.readString(first);
        Files.writeString(first, whole.substring(0, whole.length() / 2));
        Files.delete(second);
        Path unfinished = second.resolveSibling(AtomicFiles.UNFINISHED + "123");
        Files.writeString(unfinished, "{");
        FakeTask.RUNS.clear();
        List<String> notices = new ArrayList<>();
        ExperimentRunner.Outcome outcome =
                new ExperimentRunner(store(), Experiments.surroundings(folder, notices))
                        .run(Experiments.parse(Experiments.FAKE, folder), true);
        assertThat(outcome.skipped()).isEqualTo(2);
        assertThat(FakeTask.RUNS).containsExactly("10/1", "20/2");
        assertThat(notices).anyMatch(n -> n.contains("not a run record"));
        assertThat(unfinished).doesNotExist();
        assertThat(store().load("fake-costs").runs()).hasSize(4);
        FakeTask.RUNS.clear();
        assertThat(Experiments.run(folder, Experiments.FAKE, true).skipped()).isEqualTo(4);
        assertThat(FakeTask.RUNS).isEmpty();
    }

    @Test
    void resumingAfterAChangeOfTheDefinitionMeasuresAnew() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String changed = Experiments.FAKE.replace("version: 1", "version: 2");
        assertThat(Experiments.run(folder, changed, true).done()).isEqualTo(4);
        assertThat(store().load("fake-costs").runs())
                .allMatch(r -> r.experimentVersion() == 2)
                .hasSize(4);
    }

    @Test
    void aNewSeriesSetsTheOldOneAside() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        Experiments.run(folder, Experiments.FAKE.replace("[10, 20]", "[30]"), false);
        assertThat(store().load("fake-costs").runs()).hasSize(2);
        assertThat(store().folder("fake-costs").resolve("previous-runs/base=10/r001.json"))
                .exists();
    }

    @Test
    void aFailedRunIsRecordedAndTheOthersGoOn() throws Exception {
        String yaml =
                Experiments.FAKE.replace(
                        "variants:\n  base: [10, 20]",
                        "variants: [{base: 1, fail: true}, {base: 2, fail: false}]");
        ExperimentRunner.Outcome outcome = Experiments.run(folder, yaml, false);
        assertThat(outcome.failed()).isEqualTo(2);
        assertThat(outcome.done()).isEqualTo(2);
        assertThat(outcome.problems().getFirst()).contains("the fake broke");
        FakeTask.RUNS.clear();
        assertThat(Experiments.run(folder, yaml, true).skipped()).isEqualTo(2);
        assertThat(FakeTask.RUNS).hasSize(2).allMatch(r -> r.startsWith("1 true"));
    }

    @Test
    void anInterruptKeepsWhatIsFinished() throws Exception {
        String yaml = Experiments.FAKE + "settings: {interrupt: true}\n";
        assertThatThrownBy(() -> Experiments.run(folder, yaml, false))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("--resume");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(store().load("fake-costs").runs()).hasSize(1);
    }

    @Test
    void aKilledProcessLosesOnlyTheRunUnderWay() throws Exception {
        String yaml =
                Experiments.FAKE.replace("repetitions: 2", "repetitions: 50")
                        + "settings: {sleepMillis: 40}\n";
        Files.writeString(folder.resolve("x.yaml"), yaml);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                RunInAnotherProcess.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        try {
            while (process.isAlive() && store().load("fake-costs").runs().size() < 5) {
                Thread.sleep(20);
            }
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        RunStore.Found found = store().load("fake-costs");
        assertThat(found.damaged()).isEmpty();
        int kept = found.runs().size();
        assertThat(kept).isBetween(5, 99);
        ExperimentRunner.Outcome rest =
                Experiments.run(folder, yaml.replace("repetitions: 50", "repetitions: 4"), true);
        assertThat(rest.skipped()).isBetween(5, 8);
        assertThat(rest.skipped() + rest.done()).isEqualTo(8);
    }

    /** Runs the experiment file of a folder, until it is killed. */
    static final class RunInAnotherProcess {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Experiments.run(folder, Files.readString(folder.resolve("x.yaml")), false);
        }
    }
}
