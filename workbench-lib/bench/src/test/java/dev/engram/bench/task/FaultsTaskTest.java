package dev.engram.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.ExperimentFile;
import dev.engram.bench.Sample;
import dev.engram.bench.Task;
import dev.engram.models.Models;
import dev.engram.models.testing.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTaskTest {

    @Test
    void everyRequestEndsAndNoSlotIsKept(@TempDir Path folder) throws Exception {
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        assumeTrue(Files.isDirectory(home.natives()), "needs the natives: run ./workbench setup");
        Path model = TinyModel.write(folder.resolve("tiny.gguf"));
        try (Models models = new Models(home)) {
            Task.Surroundings surroundings =
                    new Task.Surroundings(
                            home, folder, Progress.none(), notice -> {}, () -> models);
            var experiment =
                    ExperimentFile.parse(
                            """
                            name: faults
                            question: q
                            task: faults
                            metadata: {version: 1}
                            settings: {model: "%s", requests: 80, clients: 6, faultPercent: 60}
                            variants: {slots: [3]}
                            """
                                    .formatted(model),
                            folder,
                            "x");
            Task task = new FaultsTask();
            List<Sample> samples;
            try (Task.Session session = task.open(experiment, surroundings)) {
                samples =
                        session.run(
                                        new Task.Request(
                                                experiment.variants().getFirst(), 1, 5, folder))
                                .samples();
            }
            Map<String, Double> sums = new TreeMap<>();
            samples.forEach(s -> sums.merge(s.metric(), s.value(), Double::sum));

            assertThat(sums.get("unclear")).isZero();
            assertThat(sums.get("busy-slots")).isZero();
            assertThat(sums.get("answered") + sums.get("clear-error") + sums.get("cancelled"))
                    .isEqualTo(80);
            // How many end in an error depends on the machine: a quick one answers at the next try.
            assertThat(sums.get("cancelled")).as("callers that gave up").isPositive();
            assertThat(sums.get("tries")).isGreaterThan(80);
            assertThat(models.loaded()).allMatch(m -> m.active() == 0 && m.waiting() == 0);
        }
    }

    @Test
    void theSlopeOfALineIsExact() {
        List<double[]> line = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            line.add(new double[] {i * 20, 5 + 0.5 * i * 20});
        }
        assertThat(FaultsTask.slope(line)[0]).isCloseTo(0.5, within(1e-9));
        assertThat(FaultsTask.slope(line)[1]).isCloseTo(0, within(1e-6));
        assertThat(FaultsTask.slope(List.of())[0]).isZero();
    }
}
