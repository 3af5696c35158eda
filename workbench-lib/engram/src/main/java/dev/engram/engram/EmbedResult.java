package dev.engram.engram;

import java.util.Locale;

/**
 * How far the semantic channel of an engram is filled.
 *
 * @param embedder the embedder's name
 * @param fresh passages embedded now
 * @param embedded passages with a meaning
 * @param passages passages in all
 * @param millis time taken, milliseconds
 */
public record EmbedResult(String embedder, long fresh, long embedded, long passages, long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d passages embedded by %s, %,d of them now, %.1f s",
                embedded,
                passages,
                embedder,
                fresh,
                millis / 1e3);
    }
}
