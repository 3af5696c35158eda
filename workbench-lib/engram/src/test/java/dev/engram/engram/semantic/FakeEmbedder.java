package dev.engram.engram.semantic;

import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import java.util.ArrayList;
import java.util.List;

/** Vectors made from a text's hash code; remembers what it was asked for. */
final class FakeEmbedder implements Embedder {

    final List<String> asked = new ArrayList<>();
    private final EmbedderInfo info;
    private int stopAfter = Integer.MAX_VALUE;

    FakeEmbedder(int dimension) {
        info =
                new EmbedderInfo(
                        "fake",
                        "0123456789abcdef%04x".formatted(dimension),
                        dimension,
                        EmbedderInfo.Cost.HEAVY);
    }

    /** Interrupts the calling thread once so many passages were embedded. */
    void interruptAfter(int passages) {
        stopAfter = passages;
    }

    @Override
    public EmbedderInfo info() {
        return info;
    }

    @Override
    public float[] embedQuery(String text) {
        float[] vector = new float[info.dimension()];
        int hash = text.hashCode();
        for (int i = 0; i < vector.length; i++) {
            hash = hash * 31 + 17;
            vector[i] = hash / 1e6f;
        }
        return vector;
    }

    @Override
    public float[][] embedPassages(List<String> passages) {
        asked.addAll(passages);
        if (asked.size() >= stopAfter) {
            Thread.currentThread().interrupt();
        }
        return passages.stream().map(this::embedQuery).toArray(float[][]::new);
    }

    @Override
    public void close() {}
}
