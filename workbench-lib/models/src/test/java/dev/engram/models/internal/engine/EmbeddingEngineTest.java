package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import dev.engram.models.Prepared;
import dev.engram.models.TextEmbeddings;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingEngineTest {

    @TempDir Path folder;

    /** Logits are the token table times the last layer, so means of both must agree. */
    @Test
    void theMeanIsThatOfTheLastLayer() throws IOException {
        NativeRuntime runtime = Prepared.natives();
        GgufFile file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
        float[] table = file.floats(file.tensor("token_embd.weight").orElseThrow());
        String text = "some words";
        try (NativeModel model = NativeModel.load(runtime, file, Progress.none());
                EmbeddingEngine engine = new EmbeddingEngine(runtime, model, 64, 1, List.of());
                DecodeContext context =
                        new DecodeContext(
                                runtime,
                                model,
                                new ContextShape(64, 64, 1, 1, GgmlType.F16, true))) {
            float[] mean = engine.mean(text);
            assertThat(mean).hasSize(engine.dimensions()).hasSize(64);
            int[] tokens = model.vocabulary().tokenize(text, false);
            TokenBatch batch = context.newBatch();
            for (int i = 0; i < tokens.length; i++) {
                batch.add(tokens[i], i, 0, true);
            }
            context.decode(batch);
            double[] expected = new double[model.vocabulary().size()];
            float[] row = new float[expected.length];
            for (int i = 0; i < tokens.length; i++) {
                context.copyLogits(i, row);
                for (int t = 0; t < row.length; t++) {
                    expected[t] += row[t] / (double) tokens.length;
                }
            }
            for (int t = 0; t < expected.length; t++) {
                double found = 0;
                for (int d = 0; d < 64; d++) {
                    found += (double) table[t * 64 + d] * mean[d];
                }
                assertThat(found).isCloseTo(expected[t], org.assertj.core.data.Offset.offset(5e-3));
            }
        }
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    @Test
    void aRealModelPutsLikeNearLike() throws IOException {
        Path file = Prepared.smollm2();
        try (Models models = new Models(Prepared.home());
                TextEmbeddings embeddings =
                        models.embeddings(
                                file,
                                LoadOptions.DEFAULT.withContextTokens(256),
                                Progress.none())) {
            float[] cat = embeddings.embed("The cat sleeps on the warm sofa.");
            float[] kitten = embeddings.embed("A kitten is sleeping on the couch.");
            float[] code = embeddings.embed("public static void main(String[] args) {");
            assertThat(dot(cat, cat)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-4));
            assertThat(dot(cat, kitten)).isGreaterThan(dot(cat, code));
            assertThat(embeddings.embed("The cat sleeps on the warm sofa.")).isEqualTo(cat);
            assertThatThrownBy(() -> embeddings.embed("long ".repeat(400)))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("256");
            assertThatThrownBy(() -> embeddings.embed("")).hasMessageContaining("no tokens");
        }
    }

    /** A text that comes after the end must not be read with freed memory. */
    @Test
    void aClosedEngineRefusesTexts() throws IOException {
        var runtime = Prepared.natives();
        NativeModel model =
                NativeModel.load(
                        runtime,
                        dev.engram.models.gguf.GgufFile.read(
                                dev.engram.models.testing.TinyModel.write(
                                        folder.resolve("closed.gguf"))),
                        dev.engram.base.Progress.none());
        EmbeddingEngine engine = new EmbeddingEngine(runtime, model, 128, 1, java.util.List.of());
        assertThat(engine.mean("some text")).hasSize(engine.dimensions());
        engine.close();
        engine.close();
        model.close();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> engine.mean("some text"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
