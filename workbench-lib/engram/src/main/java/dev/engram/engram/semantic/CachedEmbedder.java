package dev.engram.engram.semantic;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An embedder that keeps the vectors of passages in an {@link EmbeddingCache} and makes only those
 * that are missing, batch by batch: after an interrupt or a crash the finished batches stay.
 * Queries pass straight through. Thread-safe as the embedder is.
 */
public final class CachedEmbedder implements Embedder {

    private static final int BATCH = 32;

    private final Embedder embedder;
    private final EmbeddingCache cache;
    private final Progress progress;

    /** Takes over both: closing this closes them. */
    public CachedEmbedder(Embedder embedder, EmbeddingCache cache, Progress progress) {
        this.embedder = embedder;
        this.cache = cache;
        this.progress = progress;
    }

    @Override
    public EmbedderInfo info() {
        return embedder.info();
    }

    @Override
    public float[] embedQuery(String text) {
        return embedder.embedQuery(text);
    }

    @Override
    public float[][] embedPassages(List<String> passages) {
        float[][] vectors = new float[passages.size()][];
        Map<String, List<Integer>> missing = new LinkedHashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            int place = i;
            cache.get(passages.get(i))
                    .ifPresentOrElse(
                            vector -> vectors[place] = vector,
                            () ->
                                    missing.computeIfAbsent(
                                                    passages.get(place), p -> new ArrayList<>())
                                            .add(place));
        }
        List<String> texts = List.copyOf(missing.keySet());
        for (int from = 0; from < texts.size(); from += BATCH) {
            Interrupts.check("the embeddings made so far are kept");
            List<String> batch = texts.subList(from, Math.min(from + BATCH, texts.size()));
            float[][] made = embedder.embedPassages(batch);
            cache.putAll(batch, made);
            for (int i = 0; i < made.length; i++) {
                boolean first = true;
                for (int place : missing.getOrDefault(batch.get(i), List.of())) {
                    vectors[place] = first ? made[i] : made[i].clone();
                    first = false;
                }
            }
            progress.update(
                    "embedding passages",
                    vectors.length - texts.size() + from + batch.size(),
                    vectors.length,
                    Progress.Unit.ITEMS);
        }
        return vectors;
    }

    /** Closes the embedder and the cache. */
    @Override
    public void close() {
        try (cache) {
            embedder.close();
        }
    }
}
