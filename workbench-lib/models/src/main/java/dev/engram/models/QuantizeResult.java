package dev.engram.models;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a quantization came to.
 *
 * @param output the new file
 * @param type the format asked for
 * @param inputBytes size of the source file
 * @param outputBytes size of the new file
 * @param bitsPerWeight mean of the new file, scales included
 * @param formats share of the weights in each number format: where a tensor's rows are no multiple
 *     of a format's block, another takes its place
 * @param requantized whether the source was quantized already
 * @param millis how long it took
 */
public record QuantizeResult(
        String output,
        String type,
        long inputBytes,
        long outputBytes,
        double bitsPerWeight,
        Map<String, Double> formats,
        boolean requantized,
        long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %.1f MB (was %.1f MB), %.2f bits a weight: %s; %.1f s",
                output,
                type,
                outputBytes / 1e6,
                inputBytes / 1e6,
                bitsPerWeight,
                formats.entrySet().stream()
                        .map(e -> Math.round(100 * e.getValue()) + " % " + e.getKey())
                        .collect(Collectors.joining(", ")),
                millis / 1e3);
    }
}
