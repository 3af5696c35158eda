package dev.engram.models;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufTensor;
import dev.engram.models.internal.Natives;
import dev.engram.models.internal.Unfinished;
import dev.engram.models.internal.quantize.QuantizeProcess;
import dev.engram.models.quantize.ImportanceMatrix;
import dev.engram.models.quantize.QuantizePlan;
import dev.engram.models.quantize.TensorTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Writes models in other number formats with llama.cpp's quantizer. It runs in a process of its
 * own, since it cannot be stopped otherwise: an interrupt ends it at once and leaves nothing
 * behind. Thread-safe.
 */
public final class Quantizer {

    private static final String TEMPORARY = ".quantize-";

    private final WorkbenchHome home;
    private final SpaceProbe space;

    public Quantizer(WorkbenchHome home) {
        this(home, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Quantizer(WorkbenchHome home, SpaceProbe space) {
        this.home = home;
        this.space = space;
    }

    /** Tells the free bytes of the disk a folder is on. */
    @FunctionalInterface
    interface SpaceProbe {
        long freeBytes(Path folder) throws IOException;
    }

    /**
     * Quantizes a model as llama.cpp mixes a format; see the other method.
     *
     * @param threads threads to use; 0 takes the physical cores
     */
    public QuantizeResult quantize(
            Path in,
            Path out,
            QuantizationType type,
            int threads,
            Progress progress,
            Consumer<String> notices)
            throws IOException {
        return quantize(in, out, QuantizePlan.of(type).withThreads(threads), progress, notices);
    }

    /**
     * Quantizes a model. The new file appears whole or not at all; an existing one is replaced.
     *
     * @param notices receives a line if the source was quantized already, and one if the format
     *     does not go into the rows of some tensors
     * @throws WorkbenchException USAGE for a rule that matches nothing, DAMAGED or MISSING for the
     *     source, RESOURCE if space is lacking, INTERRUPTED if the thread was interrupted
     */
    public QuantizeResult quantize(
            Path in, Path out, QuantizePlan plan, Progress progress, Consumer<String> notices)
            throws IOException {
        long start = System.nanoTime();
        QuantizationType type = plan.type();
        GgufFile source = GgufFile.read(in);
        Map<String, GgmlType> tensorTypes = TensorTypes.of(source, plan);
        if (plan.importance().isPresent()) {
            ImportanceMatrix.read(plan.importance().get());
        }
        Path target = out.toAbsolutePath().normalize();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw WorkbenchException.usage(out + " is a folder", "name the new .gguf file");
        }
        if (Files.exists(target) && Files.isSameFile(in, target)) {
            throw WorkbenchException.usage(
                    "input and output are the same file: " + in, "name another output");
        }
        Files.createDirectories(folder);
        Unfinished.clear(folder, TEMPORARY);
        checkSpace(source, type, tensorTypes, folder);
        boolean requantized = source.formats().keySet().stream().anyMatch(f -> f.blockValues() > 1);
        if (requantized) {
            notices.accept(
                    "the source is already quantized ("
                            + source.fileType().orElse("mixed")
                            + "): its loss stays, whatever the new format");
        }
        foreignRows(source, type).ifPresent(notices);
        Path folderOfNatives = Natives.install(home, progress);
        Path temporary = folder.resolve(TEMPORARY + UUID.randomUUID() + ".part");
        try {
            QuantizeProcess.run(
                    folderOfNatives, home.logs(), in, temporary, plan, tensorTypes, progress);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return result(source, GgufFile.read(target), type, requantized, start);
    }

    /** A format does not go into rows that are no multiple of its blocks; said, not hidden. */
    private static Optional<String> foreignRows(GgufFile source, QuantizationType type) {
        int multiple = type.rowMultiple();
        long foreign =
                source.tensors().stream()
                        .filter(t -> t.dimensions().size() > 1)
                        .filter(t -> t.dimensions().getFirst() % multiple != 0)
                        .mapToLong(GgufTensor::values)
                        .sum();
        return foreign == 0
                ? Optional.empty()
                : Optional.of(
                        Math.round(100.0 * foreign / source.parameters())
                                + " % of the weights are in rows that are no multiple of "
                                + multiple
                                + ": "
                                + type
                                + " does not go into them, they take another format");
    }

    private static QuantizeResult result(
            GgufFile source,
            GgufFile made,
            QuantizationType type,
            boolean requantized,
            long startNanos) {
        Map<String, Double> formats = new LinkedHashMap<>();
        made.formats()
                .forEach(
                        (format, share) ->
                                formats.put(format.name(), Math.round(share * 1e4) / 1e4));
        return new QuantizeResult(
                made.path().toString(),
                type.name(),
                source.sizeBytes(),
                made.sizeBytes(),
                Math.round(made.bitsPerWeight() * 100) / 100.0,
                formats,
                requantized,
                (System.nanoTime() - startNanos) / 1_000_000);
    }

    private void checkSpace(
            GgufFile source, QuantizationType type, Map<String, GgmlType> types, Path folder)
            throws IOException {
        long needed =
                expectedBytes(source, type)
                        + types.entrySet().stream()
                                .mapToLong(
                                        e ->
                                                source.tensor(e.getKey())
                                                                .map(GgufTensor::values)
                                                                .orElse(0L)
                                                        * e.getValue().blockBytes()
                                                        / e.getValue().blockValues())
                                .sum();
        long free = space.freeBytes(folder);
        if (free < needed) {
            throw WorkbenchException.resource(
                    "no space for the new model: it takes about %d MB, %s has %d MB free"
                            .formatted(needed >> 20, folder, free >> 20),
                    "free some space or choose another output folder",
                    null);
        }
    }

    /** A little more than the new file will have: embeddings get more bits than asked for. */
    static long expectedBytes(GgufFile source, QuantizationType type) {
        double bits = type.isFloat() ? type.approximateBits() : type.approximateBits() + 1;
        return source.dataOffset()
                + source.tensors().stream().mapToLong(t -> expectedBytes(t, bits)).sum();
    }

    private static long expectedBytes(GgufTensor tensor, double bits) {
        return tensor.dimensions().size() < 2
                ? tensor.values() * Float.BYTES
                : (long) (tensor.values() * bits / 8);
    }
}
