package dev.engram.bench;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Helpers for tests that run experiments. */
final class Experiments {

    static final String FAKE =
            """
            name: fake-costs
            question: What does a <fake> & its friends cost?
            task: fake
            metadata: {version: 1}
            repetitions: 2
            variants:
              base: [10, 20]
            """;

    private Experiments() {}

    static Experiment parse(String yaml, Path folder) {
        return ExperimentFile.parse(yaml, folder, "test.yaml");
    }

    static Task.Surroundings surroundings(Path folder, List<String> notices) {
        return new Task.Surroundings(
                new WorkbenchHome(folder.resolve("home")), folder, Progress.none(), notices::add);
    }

    static ExperimentRunner.Outcome run(Path folder, String yaml, boolean resume) throws Exception {
        return new ExperimentRunner(
                        new RunStore(folder.resolve("results")),
                        surroundings(folder, new ArrayList<>()))
                .run(parse(yaml, folder), resume);
    }
}
