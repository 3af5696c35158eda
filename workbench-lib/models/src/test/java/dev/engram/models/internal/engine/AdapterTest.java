package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.LoadOptions.Adapter;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufTensor;
import dev.engram.models.gguf.GgufWriter;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter changes the model by scale · alpha / rank · B · A, neither more nor less. */
class AdapterTest {

    private static final int RANK = 4;
    private static final float ALPHA = 8;
    private static final ContextShape SHAPE = new ContextShape(64, 32, 1, 1, GgmlType.F16, true);

    @TempDir Path folder;
    private final NativeRuntime runtime = Prepared.natives();

    private static float[] noise(long seed, long count) {
        Random random = new Random(seed);
        float[] values = new float[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return values;
    }

    /** An adapter of one tensor. */
    private record Lora(String tensor, long inputs, long outputs, float[] a, float[] b) {
        static Lora of(GgufFile model, String tensor, long seed) {
            List<Long> w = model.tensor(tensor).orElseThrow().dimensions();
            return new Lora(
                    tensor,
                    w.get(0),
                    w.get(1),
                    noise(seed, w.get(0) * RANK),
                    noise(seed + 1, w.get(1) * RANK));
        }

        Path write(Path file, String architecture) throws IOException {
            return Files.write(
                    file,
                    new GgufWriter()
                            .put("general.type", "adapter")
                            .put("general.architecture", architecture)
                            .put("adapter.type", "lora")
                            .put("adapter.lora.alpha", ALPHA)
                            .tensor(tensor + ".lora_a", a, inputs, RANK)
                            .tensor(tensor + ".lora_b", b, RANK, outputs)
                            .finish()
                            .bytes());
        }

        /** Adds the change to the weights in a file. */
        void merge(Path file, double scale) throws IOException {
            GgufFile read = GgufFile.read(file);
            GgufTensor w = read.tensor(tensor).orElseThrow();
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int at = (int) (read.dataOffset() + w.offset());
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    double change = 0;
                    for (int k = 0; k < RANK; k++) {
                        change += (double) b[o * RANK + k] * a[(int) (k * inputs) + i];
                    }
                    int place = at + 4 * (int) (o * inputs + i);
                    bytes.putFloat(
                            place, (float) (bytes.getFloat(place) + scale * ALPHA / RANK * change));
                }
            }
            Files.write(file, bytes.array());
        }
    }

    private float[] logits(Path file, List<Adapter> adapters) throws IOException {
        try (NativeModel model = NativeModel.load(runtime, GgufFile.read(file), Progress.none());
                DecodeContext context =
                        new DecodeContext(
                                runtime,
                                model,
                                SHAPE,
                                ThreadBudget.SHARED,
                                ContextExtras.adapted(model.adapters(runtime, adapters)))) {
            int[] tokens = model.vocabulary().tokenize("an adapter", false);
            TokenBatch batch = context.newBatch();
            for (int i = 0; i < tokens.length; i++) {
                batch.add(tokens[i], i, 0, i == tokens.length - 1);
            }
            context.decode(batch);
            float[] logits = new float[model.vocabulary().size()];
            context.copyLogits(tokens.length - 1, logits);
            return logits;
        }
    }

    private static double difference(float[] one, float[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }

    @Test
    void logitsAreThoseOfTheMergedWeights() throws IOException {
        Path base = TinyModel.write(folder.resolve("base.gguf"));
        GgufFile model = GgufFile.read(base);
        Lora down = Lora.of(model, "blk.1.ffn_down.weight", 1);
        Lora query = Lora.of(model, "blk.0.attn_q.weight", 5);
        Adapter first = new Adapter(down.write(folder.resolve("down.gguf"), "llama"), 1.5);
        Adapter second = new Adapter(query.write(folder.resolve("query.gguf"), "llama"), -0.5);

        float[] plain = logits(base, List.of());
        Path merged = Files.copy(base, folder.resolve("merged.gguf"));
        down.merge(merged, 1.5);
        float[] one = logits(base, List.of(first));
        assertThat(difference(one, plain)).isGreaterThan(0.05);
        assertThat(difference(one, logits(merged, List.of()))).isLessThan(2e-3);

        query.merge(merged, -0.5);
        float[] both = logits(base, List.of(first, second));
        assertThat(difference(both, one)).isGreaterThan(0.005);
        assertThat(difference(both, logits(merged, List.of()))).isLessThan(2e-3);

        assertThat(difference(logits(base, List.of(new Adapter(first.file(), 0))), plain))
                .isLessThan(1e-6);
    }

    private WorkbenchException refused(Path base, Path adapter) {
        return catchThrowableOfType(
                WorkbenchException.class, () -> logits(base, List.of(new Adapter(adapter, 1))));
    }

    @Test
    void whatIsNoAdapterForTheModelIsRefusedByName() throws IOException {
        Path base = TinyModel.write(folder.resolve("base.gguf"));
        assertThat(refused(base, base).getMessage()).contains("general.type", "adapter");
        GgufFile model = GgufFile.read(base);
        Lora down = Lora.of(model, "blk.1.ffn_down.weight", 1);
        WorkbenchException foreign =
                refused(base, down.write(folder.resolve("other.gguf"), "qwen2"));
        assertThat(foreign.category()).isEqualTo(Category.USAGE);
        assertThat(foreign.getMessage()).contains("qwen2", "llama");
        Lora wrong = new Lora("blk.1.ffn_down.weight", 64, 64, noise(1, 256), noise(2, 256));
        assertThat(refused(base, wrong.write(folder.resolve("shape.gguf"), "llama")).getMessage())
                .contains("ffn_down", "128 x 64");
        Lora unknown = new Lora("blk.9.ffn_down.weight", 64, 64, noise(1, 256), noise(2, 256));
        assertThat(refused(base, unknown.write(folder.resolve("none.gguf"), "llama")).getMessage())
                .contains("no tensor 'blk.9.ffn_down.weight'");
        assertThat(refused(base, folder.resolve("missing.gguf")).category())
                .isEqualTo(Category.MISSING);
    }
}
