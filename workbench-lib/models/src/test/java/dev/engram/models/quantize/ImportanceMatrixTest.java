package dev.engram.models.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.gguf.GgufWriter;
import dev.engram.models.quantize.ImportanceMatrix.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceMatrixTest {

    @TempDir Path folder;

    private static ImportanceMatrix random(Random random) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            int experts = 1 + random.nextInt(4);
            float[] sums = new float[experts * (1 + random.nextInt(70))];
            float[] counts = new float[experts];
            for (int s = 0; s < sums.length; s++) {
                sums[s] = random.nextFloat() * 1e6f;
            }
            for (int c = 0; c < experts; c++) {
                counts[c] = random.nextInt(3) * 512;
            }
            entries.put("blk." + i + ".ffn_down.weight", new Entry(sums, counts));
        }
        return new ImportanceMatrix(entries, "text ä " + random.nextInt(), 7, 512);
    }

    private WorkbenchException refused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("bad.gguf"), bytes);
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> ImportanceMatrix.read(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(refusal.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        return refusal;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("sub/x.imatrix.gguf");
        for (int seed = 0; seed < 40; seed++) {
            ImportanceMatrix matrix = random(new Random(seed));
            matrix.write(file);
            ImportanceMatrix back = ImportanceMatrix.read(file);
            assertThat(back.dataset()).as("seed " + seed).isEqualTo(matrix.dataset());
            assertThat(back.windows()).isEqualTo(7);
            assertThat(back.windowTokens()).isEqualTo(512);
            assertThat(back.entries().keySet()).isEqualTo(matrix.entries().keySet());
            matrix.entries()
                    .forEach(
                            (name, entry) -> {
                                Entry other = back.entries().get(name);
                                assertThat(other.sums()).containsExactly(entry.sums());
                                assertThat(other.counts()).containsExactly(entry.counts());
                            });
        }
    }

    /** Expert by expert; who was never asked counts as one, so that no weight is thrown away. */
    @Test
    void meansAreSumsByCounts() {
        Entry entry = new Entry(new float[] {2, 4, 9, 9, 6, 3}, new float[] {2, 0, 3});
        assertThat(entry.means()).containsExactly(1, 2, 1, 1, 2, 1);
    }

    @Test
    void refusesWhatIsNoneByName() throws IOException {
        assertThat(refused(new GgufWriter().put("general.type", "imatrix").finish().bytes()))
                .hasMessageContaining("holds no sums");
        assertThat(refused(new GgufWriter().tensor("w.in_sum2", new float[4], 4).finish().bytes()))
                .hasMessageContaining("no counts of w");
        assertThat(refused(pair(new float[5], new float[2])))
                .hasMessageContaining("sums and counts of w");
        for (float bad : List.of(Float.NaN, Float.POSITIVE_INFINITY, -1f).toArray(Float[]::new)) {
            assertThat(refused(pair(new float[] {1, bad}, new float[] {1})))
                    .hasMessageContaining("an impossible value in w");
            assertThat(refused(pair(new float[] {1, 1}, new float[] {bad})))
                    .hasMessageContaining("an impossible value in w");
        }
    }

    private static byte[] pair(float[] sums, float[] counts) {
        return new GgufWriter()
                .tensor("w.in_sum2", sums, sums.length)
                .tensor("w.counts", counts, counts.length)
                .finish()
                .bytes();
    }

    @Test
    void aCountBeyondAllReasonIsNamed() throws IOException {
        byte[] bytes =
                new GgufWriter()
                        .put("imatrix.chunk_count", -1)
                        .tensor("w.in_sum2", new float[4], 4)
                        .tensor("w.counts", new float[1], 1)
                        .finish()
                        .bytes();
        assertThat(refused(bytes)).hasMessageContaining("'imatrix.chunk_count' is 4294967295");
    }

    /** Any damage ends in a matrix or in a refusal of two lines. */
    @Test
    void randomDamageIsRefusedOrHarmless() throws IOException {
        Path file = folder.resolve("x.gguf");
        random(new Random(5)).write(file);
        byte[] sound = Files.readAllBytes(file);
        int refusals = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bytes = sound.clone();
            for (int i = 0; i <= seed % 6; i++) {
                bytes[random.nextInt(Math.min(bytes.length, 600))] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                assertThat(ImportanceMatrix.read(file).entries()).as("seed " + seed).isNotEmpty();
            } catch (WorkbenchException e) {
                assertThat(e.category()).as("seed " + seed).isEqualTo(Category.DAMAGED);
                assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(50);
    }
}
