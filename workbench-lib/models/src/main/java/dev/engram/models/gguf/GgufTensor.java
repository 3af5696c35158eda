package dev.engram.models.gguf;

import java.util.List;

/**
 * One tensor of a file.
 *
 * @param dimensions one to four positive sizes, the fastest first
 * @param offset bytes from the start of the data section
 * @param sizeBytes bytes of its data
 */
public record GgufTensor(
        String name, List<Long> dimensions, GgmlType type, long offset, long sizeBytes) {

    public GgufTensor {
        dimensions = List.copyOf(dimensions);
    }

    /** Number of values. */
    public long values() {
        return dimensions.stream().reduce(1L, (a, b) -> a * b);
    }
}
