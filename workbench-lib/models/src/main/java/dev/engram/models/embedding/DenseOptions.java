package dev.engram.models.embedding;

/**
 * How a dense embedder works.
 *
 * @param threads passages embedded at once, 1 to 256; changes no vector
 * @param maxTokens tokens of a text that are looked at, markers included, 8 to 512; the rest is cut
 *     off
 */
public record DenseOptions(int threads, int maxTokens) {

    public DenseOptions {
        if (threads < 1 || threads > 256) {
            throw new IllegalArgumentException("threads " + threads + " outside 1 to 256");
        }
        if (maxTokens < 8 || maxTokens > 512) {
            throw new IllegalArgumentException("maxTokens " + maxTokens + " outside 8 to 512");
        }
    }

    /** One thread, so that others on the machine can work; 256 tokens. */
    public static DenseOptions defaults() {
        return new DenseOptions(1, 256);
    }

    public DenseOptions withThreads(int newThreads) {
        return new DenseOptions(newThreads, maxTokens);
    }

    public DenseOptions withMaxTokens(int newMaxTokens) {
        return new DenseOptions(threads, newMaxTokens);
    }
}
