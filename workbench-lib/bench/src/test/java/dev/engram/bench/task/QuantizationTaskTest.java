package dev.engram.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import dev.engram.models.Models;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the study on a real model, as far as the set-up has brought one. */
class QuantizationTaskTest {

    @TempDir Path folder;
    private Path model = Path.of("");

    @BeforeEach
    void findModel() throws Exception {
        WorkbenchHome prepared = WorkbenchHome.fromEnvironment();
        model = prepared.models().resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        assumeTrue(Files.isRegularFile(model), "no SmolLM2 in " + prepared.models());
        assumeTrue(Files.isDirectory(prepared.natives()), "llama.cpp is not set up");
        Files.createSymbolicLink(folder.resolve("natives"), prepared.natives());
    }

    private ExperimentRunner.Outcome run(String types, List<String> notices) throws Exception {
        Files.writeString(
                folder.resolve("text.txt"),
                "The quick brown fox jumps over the lazy dog, and then it sleeps. ".repeat(40));
        String yaml =
                """
                name: small-study
                question: What does it cost?
                task: quantization
                metadata: {version: 1}
                settings:
                  model: %s
                  text: text.txt
                  passages: 2
                  windowTokens: 32
                  promptTokens: 16
                  decodeTokens: 4
                  samples: 2
                variants: {type: %s}
                """
                        .formatted(model, types);
        WorkbenchHome home = new WorkbenchHome(folder);
        try (Models models = new Models(home)) {
            return new ExperimentRunner(
                            new RunStore(folder.resolve("results")),
                            new Task.Surroundings(
                                    home, folder, Progress.none(), notices::add, () -> models))
                    .run(ExperimentFile.parse(yaml, folder, "x"), false);
        }
    }

    @Test
    void measuresSizeSpeedAndPerplexityOfEachFormat() throws Exception {
        List<String> notices = new ArrayList<>();
        assertThat(run("[Q4_1, Q8_0]", notices).problems()).isEmpty();
        assertThat(notices).anyMatch(n -> n.contains("already quantized"));
        Evaluation evaluation =
                Evaluation.of(new RunStore(folder.resolve("results")), "small-study");
        assertThat(evaluation.metrics())
                .extracting(MetricSpec::name)
                .containsExactly(
                        "size",
                        "bits-per-weight",
                        "prefill",
                        "decode",
                        "first-token",
                        "perplexity",
                        "perplexity-standard-error");
        List<Summary> sizes = evaluation.summaries(evaluation.metric("size"));
        assertThat(sizes.get(0).value()).isLessThan(sizes.get(1).value());
        assertThat(sizes.get(0).value()).isEqualTo(Files.size(model) / 1e6);
        for (RunRecord run : evaluation.runs()) {
            assertThat(run.values("prefill")).hasSize(2);
            assertThat(run.values("prefill")[0]).isPositive();
            assertThat(run.values("decode")).hasSize(2);
            assertThat(run.values("decode")[0]).isPositive();
            assertThat(run.values("perplexity")).hasSize(2);
            assertThat(run.values("perplexity")[1]).isBetween(1.0, 1000.0);
            assertThat(run.values("perplexity-standard-error")[0]).isPositive();
            assertThat(run.inputs()).extracting(i -> i.role()).contains("model", "data");
        }
        assertThat(new dev.engram.models.ModelStore(new WorkbenchHome(folder)).files()).isEmpty();
        try (var made = Files.list(folder.resolve("quantized"))) {
            assertThat(made.map(f -> f.getFileName().toString()))
                    .singleElement()
                    .asString()
                    .contains("Q8_0");
        }
    }

    @Test
    void anUnknownFormatIsALine() {
        assertThatThrownBy(() -> run("[Q8_O]", new ArrayList<>()))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("did you mean 'Q8_0'?"));
    }
}
