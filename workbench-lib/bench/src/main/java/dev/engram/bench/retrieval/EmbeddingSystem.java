package dev.engram.bench.retrieval;

import dev.engram.engram.Embedder;
import dev.engram.engram.Passage;
import dev.engram.engram.semantic.Fusion;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedder's float vectors compared by cosine, alone or added to another system's scores by
 * z-sum: what quantized vectors are measured against. In memory.
 */
public final class EmbeddingSystem implements RetrievalSystem {

    private final Embedder embedder;
    private final List<Passage> passages;
    private final float[][] vectors;
    private final @Nullable LuceneSystem words;
    private final double weight;

    /**
     * The embeddings alone.
     *
     * @param embedder closed by whoever made it
     */
    public EmbeddingSystem(Embedder embedder, List<Passage> passages) {
        this(embedder, passages, null, 1);
    }

    /**
     * Embeddings added to BM25.
     *
     * @param words closed by whoever made it
     * @param weight of the embeddings against 1
     */
    public EmbeddingSystem(
            Embedder embedder,
            List<Passage> passages,
            @Nullable LuceneSystem words,
            double weight) {
        this.embedder = embedder;
        this.passages = List.copyOf(passages);
        this.words = words;
        this.weight = weight;
        this.vectors = embedder.embedPassages(passages.stream().map(Passage::text).toList());
    }

    @Override
    public String version() {
        return embedder.info().name()
                + (words == null ? ", cosine" : " and BM25, z-sum × " + weight);
    }

    @Override
    public List<Found> search(String query, int k) throws IOException {
        float[] asked = embedder.embedQuery(query);
        double[] scores = Arrays.stream(vectors).mapToDouble(v -> dot(v, asked)).toArray();
        if (words != null) {
            double[] lexical = new double[scores.length];
            Map<Found, Double> known = new HashMap<>(words.scores(query, scores.length));
            for (int i = 0; i < lexical.length; i++) {
                Passage p = passages.get(i);
                lexical[i] =
                        known.getOrDefault(new Found(p.path(), p.startLine(), p.endLine()), 0.0);
            }
            scores = Fusion.Z_SUM.fuse(lexical, scores, weight);
        }
        return NaiveSystem.best(passages, scores, k);
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void close() {}
}
