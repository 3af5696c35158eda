package dev.engram.models.quantize;

import dev.engram.base.AtomicFiles;
import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufTensor;
import dev.engram.models.gguf.GgufValue;
import dev.engram.models.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much each input of each weight matrix matters: the sum of its squares over a calibration
 * text. In files it has the form that {@code llama-imatrix} writes and {@code llama-quantize} reads
 * (GGUF with {@code NAME.in_sum2} and {@code NAME.counts}). Immutable.
 *
 * @param entries by name of the weight tensor
 * @param dataset what it was made from
 * @param windows number of windows read
 * @param windowTokens tokens of a window
 */
public record ImportanceMatrix(
        Map<String, Entry> entries, String dataset, int windows, int windowTokens) {

    private static final String SUMS = ".in_sum2";
    private static final String COUNTS = ".counts";
    private static final String DATASETS = "imatrix.datasets";
    private static final String CHUNKS = "imatrix.chunk_count";
    private static final String CHUNK_SIZE = "imatrix.chunk_size";

    /**
     * One tensor.
     *
     * @param sums squares of the inputs in sum: a value for each input, expert after expert
     * @param counts how many inputs were added, for each expert; one where there are no experts
     */
    public record Entry(float[] sums, float[] counts) {

        /** Mean squares; inputs of an expert that was never asked count alike. */
        public float[] means() {
            float[] means = new float[sums.length];
            int width = sums.length / counts.length;
            for (int i = 0; i < means.length; i++) {
                float count = counts[i / width];
                means[i] = count > 0 ? sums[i] / count : 1;
            }
            return means;
        }
    }

    public ImportanceMatrix {
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) throws IOException {
        GgufWriter out =
                new GgufWriter()
                        .put("general.type", "imatrix")
                        .putTexts(DATASETS, List.of(dataset))
                        .put(CHUNKS, windows)
                        .put(CHUNK_SIZE, windowTokens);
        entries.forEach(
                (name, entry) -> {
                    int experts = entry.counts().length;
                    out.tensor(name + SUMS, entry.sums(), entry.sums().length / experts, experts);
                    out.tensor(name + COUNTS, entry.counts(), 1, experts);
                });
        AtomicFiles.write(file, out.finish().bytes());
    }

    /**
     * Reads a file of ours or of {@code llama-imatrix}.
     *
     * @throws WorkbenchException DAMAGED if it is none
     */
    public static ImportanceMatrix read(Path path) throws IOException {
        GgufFile file = GgufFile.readStructure(path);
        Map<String, Entry> entries = new TreeMap<>();
        for (GgufTensor sums : file.tensors()) {
            if (sums.name().endsWith(SUMS)) {
                String name = sums.name().substring(0, sums.name().length() - SUMS.length());
                GgufTensor counts =
                        file.tensor(name + COUNTS)
                                .orElseThrow(() -> bad(path, "no counts of " + Excerpt.of(name)));
                if (sums.type() != GgmlType.F32
                        || counts.type() != GgmlType.F32
                        || sums.values() % counts.values() != 0) {
                    throw bad(path, "sums and counts of " + Excerpt.of(name) + " do not match");
                }
                entries.put(name, finite(path, name, file.floats(sums), file.floats(counts)));
            }
        }
        if (entries.isEmpty()) {
            throw bad(path, "it holds no sums");
        }
        return new ImportanceMatrix(
                entries,
                file.metadata().get(DATASETS) instanceof GgufValue.Many many
                                && !many.first().isEmpty()
                        ? many.first().getFirst().display()
                        : "",
                count(file, CHUNKS),
                count(file, CHUNK_SIZE));
    }

    private static int count(GgufFile file, String key) {
        long count = file.whole(key).orElse(0L);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw bad(file.path(), "'" + key + "' is " + Long.toUnsignedString(count));
        }
        return (int) count;
    }

    private static Entry finite(Path path, String name, float[] sums, float[] counts) {
        for (float[] values : new float[][] {sums, counts}) {
            for (float value : values) {
                if (!Float.isFinite(value) || value < 0) {
                    throw bad(path, "an impossible value in " + Excerpt.of(name));
                }
            }
        }
        return new Entry(sums, counts);
    }

    private static WorkbenchException bad(Path path, String problem) {
        return WorkbenchException.damaged(
                path + ": not an importance matrix: " + problem,
                "make one with: workbench model imatrix --text FILE -o X.imatrix.gguf");
    }

    @Override
    public String toString() {
        return "importance of the inputs of %d tensors, from %d windows of %d tokens of %s"
                .formatted(entries.size(), windows, windowTokens, dataset);
    }
}
