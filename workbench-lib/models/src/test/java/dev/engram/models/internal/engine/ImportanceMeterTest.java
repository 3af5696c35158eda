package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufWriter;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.internal.natives.TensorView;
import dev.engram.models.quantize.ImportanceMatrix;
import dev.engram.models.quantize.ImportanceMatrix.Entry;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceMeterTest {

    private static final String TEXT =
            "the importance of an input is its square in sum. ".repeat(9);

    @TempDir Path folder;
    private final NativeRuntime runtime = Prepared.natives();

    private static Entry entry(Map<String, Entry> entries, String name) {
        return java.util.Objects.requireNonNull(entries.get(name), name);
    }

    private ImportanceMatrix measured(GgufFile file) {
        try (NativeModel model = NativeModel.load(runtime, file, Progress.none())) {
            return new ImportanceMeter(runtime, model, new PerplexityOptions(64, 2, 1))
                    .measure(TEXT, "a test", Progress.none());
        }
    }

    /** What goes into the first block is the normed token embedding: that can be computed here. */
    @Test
    void sumsAreTheSquaresOfWhatGoesIn() throws IOException {
        GgufFile file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
        ImportanceMatrix matrix = measured(file);
        assertThat(matrix.entries()).hasSize(2 * 7).containsKey("blk.1.ffn_down.weight");
        float[] table = file.floats(file.tensor("token_embd.weight").orElseThrow());
        int[] tokens;
        try (NativeModel model = NativeModel.load(runtime, file, Progress.none())) {
            tokens = model.vocabulary().tokenize(TEXT, false);
        }
        double[] expected = new double[64];
        for (int i = 0; i < 128; i++) {
            double squares = 0;
            for (int d = 0; d < 64; d++) {
                double value = table[tokens[i] * 64 + d];
                squares += value * value;
            }
            double norm = Math.sqrt(squares / 64 + 1e-5);
            for (int d = 0; d < 64; d++) {
                double value = table[tokens[i] * 64 + d] / norm;
                expected[d] += value * value;
            }
        }
        for (String part : new String[] {"attn_q", "attn_k", "attn_v"}) {
            Entry entry = entry(matrix.entries(), "blk.0." + part + ".weight");
            assertThat(entry.counts()).containsExactly(128);
            for (int d = 0; d < 64; d++) {
                assertThat((double) entry.sums()[d])
                        .isCloseTo(
                                expected[d], org.assertj.core.data.Percentage.withPercentage(0.1));
            }
        }
        assertThat(entry(matrix.entries(), "blk.0.ffn_down.weight").sums()).hasSize(128);
    }

    @Test
    void theFileHasTheFormOfLlamaImatrix() throws IOException {
        ImportanceMatrix matrix =
                measured(GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf"))));
        Path file = folder.resolve("tiny.imatrix.gguf");
        matrix.write(file);
        GgufFile read = GgufFile.readStructure(file);
        assertThat(read.text("general.type")).contains("imatrix");
        assertThat(read.whole("imatrix.chunk_count")).contains(2L);
        assertThat(read.whole("imatrix.chunk_size")).contains(64L);
        assertThat(read.tensor("blk.0.attn_q.weight.in_sum2").orElseThrow().dimensions())
                .containsExactly(64L, 1L);
        assertThat(read.tensor("blk.0.attn_q.weight.counts").orElseThrow().dimensions())
                .containsExactly(1L, 1L);
        ImportanceMatrix again = ImportanceMatrix.read(file);
        assertThat(again.dataset()).isEqualTo("a test");
        assertThat(again.entries().keySet()).isEqualTo(matrix.entries().keySet());
        matrix.entries()
                .forEach(
                        (name, entry) ->
                                assertThat(entry(again.entries(), name).sums())
                                        .isEqualTo(entry.sums()));
    }

    @Test
    void whatIsNoImportanceMatrixIsRefused() throws IOException {
        Path model = TinyModel.write(folder.resolve("tiny.gguf"));
        assertThatThrownBy(() -> ImportanceMatrix.read(model))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("holds no sums");
        Path lone = folder.resolve("lone.gguf");
        Files.write(
                lone, new GgufWriter().tensor("w.in_sum2", new float[4], 4, 1).finish().bytes());
        assertThatThrownBy(() -> ImportanceMatrix.read(lone))
                .hasMessageContaining("no counts of w");
        Path infinite = folder.resolve("infinite.gguf");
        new ImportanceMatrix(
                        Map.of("w", new Entry(new float[] {1, Float.NaN}, new float[] {1})),
                        "",
                        1,
                        1)
                .write(infinite);
        assertThatThrownBy(() -> ImportanceMatrix.read(infinite))
                .hasMessageContaining("impossible value in w");
    }

    @Test
    void anExpertThatWasNeverAskedCountsAlike() {
        Entry entry = new Entry(new float[] {8, 4, 0, 0}, new float[] {4, 0});
        assertThat(entry.means()).containsExactly(2, 1, 1, 1);
    }

    /** A product over chosen experts, laid out as llama.cpp lays it out. */
    @Test
    void inputsOfExpertsGoToTheExpertsThatWereChosen() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment weights =
                    tensor(arena, "CPU#blk.0.ffn_up_exps.weight#0", MemorySegment.NULL, 0, 2, 3, 4);
            MemorySegment inputs =
                    tensor(
                            arena,
                            "in",
                            arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3, 4),
                            4,
                            2,
                            1,
                            2);
            MemorySegment chosen =
                    tensor(
                            arena,
                            "ids",
                            arena.allocateFrom(ValueLayout.JAVA_INT, 3, 0, 3, 1),
                            4,
                            2,
                            2,
                            1);
            MemorySegment node = tensor(arena, "out", MemorySegment.NULL, 0, 3, 2, 2);
            ActivationSums sums = new ActivationSums(runtime.llama());
            node.set(ValueLayout.JAVA_INT, 80, operation("MUL_MAT_ID"));
            node.set(ValueLayout.ADDRESS, 152, weights);
            node.set(ValueLayout.ADDRESS, 160, inputs);
            node.set(ValueLayout.ADDRESS, 168, chosen);
            sums.add(TensorView.of(node));
            Entry entry = entry(sums.entries(), "blk.0.ffn_up_exps.weight");
            assertThat(entry.counts()).containsExactly(1, 1, 0, 2);
            assertThat(entry.sums()).containsExactly(1, 4, 9, 16, 0, 0, 1 + 9, 4 + 16);
        }
    }

    private int operation(String name) {
        int number = 0;
        while (!runtime.llama().state().operationName(number).equals(name)) {
            number++;
        }
        return number;
    }

    private static MemorySegment tensor(
            Arena arena, String name, MemorySegment data, long element, long... sizes) {
        MemorySegment head = arena.allocate(336, 16);
        long stride = element;
        for (int d = 0; d < 4; d++) {
            long size = d < sizes.length ? sizes[d] : 1;
            head.set(ValueLayout.JAVA_LONG, 16 + 8L * d, size);
            head.set(ValueLayout.JAVA_LONG, 48 + 8L * d, stride);
            stride *= size;
        }
        head.set(ValueLayout.ADDRESS, 248, data);
        head.asSlice(256, 64).setString(0, name, StandardCharsets.UTF_8);
        return head;
    }
}
