package dev.engram.commands.setup.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.setup.SetupReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRunnerTest {

    @TempDir private Path folder;
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

    /** A step whose product is a file. */
    private class FileStep implements SetupStep {
        private final String name;
        String inputs = "1";
        boolean failing;

        FileStep(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String title() {
            return "making " + name;
        }

        @Override
        public String inputs() {
            return inputs;
        }

        @Override
        public boolean intact() {
            return Files.exists(folder.resolve(name));
        }

        @Override
        public String install(Progress progress) throws java.io.IOException {
            assertThat(stamp(name)).as("a stamp while the step runs").doesNotExist();
            ran.add(name);
            if (failing) {
                throw WorkbenchException.resource("no network", "try again", null);
            }
            Files.writeString(folder.resolve(name), "made");
            return name + " is there";
        }
    }

    private final FileStep first = new FileStep("first");
    private final FileStep second = new FileStep("second");

    private Path stamp(String step) {
        return folder.resolve("setup").resolve(step + ".json");
    }

    private SetupReport ensure() throws Exception {
        return new StepRunner(new WorkbenchHome(folder), Progress.none(), notices::add)
                .ensure(List.of(first, second));
    }

    @Test
    void runsStepsInOrderAndOnlyOnce() throws Exception {
        SetupReport report = ensure();
        assertThat(ran).containsExactly("first", "second");
        assertThat(report.steps()).allMatch(SetupReport.Step::done);
        assertThat(notices.getFirst()).isEqualTo("making first …");
        notices.clear();
        SetupReport again = ensure();
        assertThat(ran).hasSize(2);
        assertThat(again.steps()).noneMatch(SetupReport.Step::done);
        assertThat(again.toString()).contains("first is there (was there)");
        assertThat(notices).isEmpty();
    }

    @Test
    void runsAStepAgainWhoseInputsChangedOrWhoseResultIsGone() throws Exception {
        ensure();
        first.inputs = "2";
        ensure();
        assertThat(ran).containsExactly("first", "second", "first");
        Files.delete(folder.resolve("second"));
        ensure();
        assertThat(ran).containsExactly("first", "second", "first", "second");
    }

    @Test
    void aFailureStopsThereAndTheNextRunGoesOnThere() throws Exception {
        second.failing = true;
        assertThatThrownBy(this::ensure).hasMessage("no network");
        assertThat(stamp("first")).exists();
        assertThat(stamp("second")).doesNotExist();
        second.failing = false;
        ensure();
        assertThat(ran).containsExactly("first", "second", "second");
    }

    @Test
    void aDamagedStampCountsAsNone() throws Exception {
        ensure();
        Files.writeString(stamp("first"), "{\"step\":");
        ensure();
        assertThat(ran).containsExactly("first", "second", "first");
        assertThat(Files.readString(stamp("first"))).contains("\"inputs\":\"1\"");
    }

    @Test
    void severalAtOnceRunEachStepOnce() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<SetupReport>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(pool.submit(this::ensure));
            }
            for (Future<SetupReport> one : all) {
                assertThat(one.get().steps()).hasSize(2);
            }
        }
        assertThat(ran).containsExactly("first", "second");
    }
}
