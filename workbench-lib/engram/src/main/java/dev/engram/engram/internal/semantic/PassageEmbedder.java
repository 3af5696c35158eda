package dev.engram.engram.internal.semantic;

import dev.engram.engram.Embedder;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.semantic.TernaryProjection;
import java.util.List;

/** From a passage's bytes to its trits. Thread-safe. */
public final class PassageEmbedder {

    private final Embedder embedder;
    private final TernaryProjection projection;

    public PassageEmbedder(Embedder embedder, TernaryProjection projection) {
        this.embedder = embedder;
        this.projection = projection;
    }

    /** Embeds and projects one passage. */
    public int[] trits(byte[] bytes, int from, int to) {
        return trits(PathBytes.text(java.util.Arrays.copyOfRange(bytes, from, to)));
    }

    int[] trits(String text) {
        return projection.encode(embedder.embedPassages(List.of(text))[0]);
    }

    /** Dimension of the trits. */
    public int dimension() {
        return projection.dimension();
    }
}
