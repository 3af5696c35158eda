package dev.engram.models.gguf;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The head of a GGUF file: metadata and the table of tensors. Immutable; holds no file open.
 *
 * @param path the file
 * @param sizeBytes its length
 * @param version format version, 2 or 3
 * @param metadata keys in file order
 * @param tensors the table of tensors, in file order
 * @param dataOffset where tensor data starts
 */
public record GgufFile(
        Path path,
        long sizeBytes,
        int version,
        Map<String, GgufValue> metadata,
        List<GgufTensor> tensors,
        long dataOffset) {

    public GgufFile {
        metadata = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads and judges a file: structure first, then whether the figures agree with each other.
     *
     * @throws WorkbenchException MISSING if there is no such file, DAMAGED with the field and the
     *     byte offset if it cannot be what it claims
     */
    public static GgufFile read(Path path) throws IOException {
        GgufFile file = GgufReader.read(path);
        GgufCheck.check(file);
        return file;
    }

    /**
     * Reads a file that is no model, such as an adapter: its structure is judged, not its sense.
     */
    public static GgufFile readStructure(Path path) throws IOException {
        return GgufReader.read(path);
    }

    /** The tensor with a name. */
    public Optional<GgufTensor> tensor(String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /**
     * The values of a tensor of 32-bit floats.
     *
     * @throws IllegalArgumentException if it has another type
     */
    public float[] floats(GgufTensor tensor) throws IOException {
        if (tensor.type() != GgmlType.F32) {
            throw new IllegalArgumentException(tensor.name() + " is of type " + tensor.type());
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(tensor.sizeBytes()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long at = dataOffset + tensor.offset();
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, at + bytes.position()) < 0) {
                    throw GgufReader.damaged(path, "tensor '" + tensor.name() + "' is cut short");
                }
            }
        }
        float[] values = new float[bytes.capacity() / Float.BYTES];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    /** A text value. */
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text t
                ? Optional.of(t.value())
                : Optional.empty();
    }

    /** An integer value. */
    public Optional<Long> whole(String key) {
        return metadata.get(key) instanceof GgufValue.Whole w
                ? Optional.of(w.value())
                : Optional.empty();
    }

    /** The kind of network, such as {@code llama}. */
    public String architecture() {
        return text("general.architecture").orElse("");
    }

    /** An integer value whose key starts with the architecture: {@code llama.block_count}. */
    public Optional<Long> architectureWhole(String key) {
        return whole(architecture() + "." + key);
    }

    /** The name its maker gave it, else the file name. */
    public String displayName() {
        return text("general.name").orElse(String.valueOf(path.getFileName()));
    }

    /** Number of tokens in the vocabulary; 0 where there is none. */
    public long vocabularySize() {
        return metadata.get("tokenizer.ggml.tokens") instanceof GgufValue.Many many
                ? many.count()
                : 0;
    }

    /** Number of weights. */
    public long parameters() {
        return tensors.stream().mapToLong(GgufTensor::values).sum();
    }

    /** Bytes of all tensors. */
    public long tensorBytes() {
        return tensors.stream().mapToLong(GgufTensor::sizeBytes).sum();
    }

    /** Mean bits of a weight, scales included. */
    public double bitsPerWeight() {
        return parameters() == 0 ? 0 : 8.0 * tensorBytes() / parameters();
    }

    /** Share of the weights in each number format, the largest first. */
    public Map<GgmlType, Double> formats() {
        double all = parameters();
        return tensors.stream()
                .collect(
                        Collectors.groupingBy(
                                GgufTensor::type, Collectors.summingLong(GgufTensor::values)))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                e -> e.getValue() / all,
                                (a, b) -> a,
                                java.util.LinkedHashMap::new));
    }

    /** What the file says its quantization is, such as {@code Q4_K_M}; empty where it does not. */
    public Optional<String> fileType() {
        return whole("general.file_type").flatMap(GgufFileTypes::name);
    }
}
