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
import dev.engram.bench.Summary;
import dev.engram.bench.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownItemTaskTest {

    private static final String[] VERBS = {"parse", "format", "reverse", "count", "join", "trim"};
    private static final String[] NOUNS = {"Date", "Number", "Array", "Path", "Colour", "Header"};

    @TempDir Path folder;

    @BeforeEach
    void writeSources() throws Exception {
        Path sources = Files.createDirectory(folder.resolve("src"));
        for (String noun : NOUNS) {
            StringBuilder source = new StringBuilder("class " + noun + "Tool {\n");
            for (String verb : VERBS) {
                source.append(
                        """
                            /** Will %s every given %s that is passed in. */
                            static Object %s%s(Object value) {
                                Object result = value;
                                if (value == null) {
                                    throw new IllegalArgumentException("%s");
                                }
                                return result;
                            }

                        """
                                .formatted(verb, noun.toLowerCase(), verb, noun, noun));
            }
            Files.writeString(sources.resolve(noun + "Tool.java"), source.append("}\n").toString());
        }
    }

    private Evaluation run(String systems) throws Exception {
        String yaml =
                """
                name: known
                question: Does it find methods?
                task: known-item
                metadata: {version: 1}
                settings: {sources: src, queries: 0}
                variants: {system: %s}
                """
                        .formatted(systems);
        RunStore store = new RunStore(folder.resolve("results"));
        new ExperimentRunner(
                        store,
                        new Task.Surroundings(
                                new WorkbenchHome(folder), folder, Progress.none(), n -> {}))
                .run(ExperimentFile.parse(yaml, folder, "x"), false);
        return Evaluation.of(store, "known");
    }

    @Test
    void bothSystemsFindMethodsWithoutTheirJavadoc() throws Exception {
        Evaluation evaluation = run("[bm25, engram]");
        assertThat(evaluation.metrics())
                .extracting(MetricSpec::name)
                .containsExactly(
                        "nDCG@10", "MRR", "recall@1", "recall@10", "latency", "latency p95");
        for (Summary summary : evaluation.summaries(evaluation.metric("recall@10"))) {
            assertThat(summary.units()).isEqualTo(VERBS.length * NOUNS.length);
            assertThat(summary.value()).as(summary.variant()).isGreaterThan(0.8);
        }
        RunRecord run = evaluation.runs().getFirst();
        assertThat(run.values("rank")).hasSize(36);
        assertThat(run.values("latency")).hasSize(36);
        assertThat(run.versions()).containsKey("retrieval system");
        assertThat(run.inputs()).extracting(i -> i.role()).containsOnly("data");
        assertThat(
                        evaluation
                                .comparisons(
                                        evaluation.metric("MRR"),
                                        evaluation.experiment().baselineVariant())
                                .getFirst()
                                .pairs())
                .isEqualTo(36);
    }

    @Test
    void anUnknownSystemIsALine() {
        assertThatThrownBy(() -> run("[engrams]"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("did you mean 'engram'?"));
    }
}
