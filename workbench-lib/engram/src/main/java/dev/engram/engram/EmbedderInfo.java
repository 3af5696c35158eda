package dev.engram.engram;

/**
 * What identifies an embedder: two embedders with the same fingerprint give the same vectors for
 * the same text on the same kind of processor, so vectors may be stored and shared under it.
 *
 * @param name the name users choose it by, such as {@code "static"} or {@code "bge-small-en-v1.5"}
 * @param fingerprint hex digest over model file, tokenizer and every option that changes a vector
 *     (prefixes, weighting, token limit), at least 16 digits
 * @param dimension length of every vector, at least 1
 * @param cost the order of time one passage takes
 */
public record EmbedderInfo(String name, String fingerprint, int dimension, Cost cost) {

    /** What a passage costs on one core, so that callers can decide when to embed. */
    public enum Cost {
        /** Around 0.1 ms or less: embed while ingesting. */
        LIGHT,
        /** Around 10 ms: embed in the background, keep the vectors in a cache. */
        HEAVY
    }

    public EmbedderInfo {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an embedder needs a name");
        }
        if (!fingerprint.matches("[0-9a-f]{16,}")) {
            throw new IllegalArgumentException("not a hex digest: " + fingerprint);
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension " + dimension);
        }
    }
}
