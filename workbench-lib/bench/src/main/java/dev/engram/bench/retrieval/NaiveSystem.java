package dev.engram.bench.retrieval;

import dev.engram.engram.Passage;
import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import dev.engram.vsa.Mixing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The plain encoder of hypervector textbooks, as a baseline: each token a random ternary vector of
 * 200 non-zeros in 10,000 dimensions, a passage the sum of its tokens cut to the 200 strongest
 * positions, compared by cosine. In memory.
 */
public final class NaiveSystem implements RetrievalSystem {

    private static final int DIMENSION = 10_000;
    private static final int NON_ZEROS = 200;

    private final List<Passage> passages;
    private final List<Hypervector> vectors = new ArrayList<>();
    private final Map<String, Hypervector> tokens = new HashMap<>();

    /** Encodes passages. */
    public NaiveSystem(List<Passage> passages) {
        this.passages = List.copyOf(passages);
        passages.forEach(p -> vectors.add(encode(p.text())));
    }

    private Hypervector encode(String text) {
        Counters sum = new Counters(DIMENSION);
        for (String token : Tokenizer.tokens(text)) {
            sum.add(tokens.computeIfAbsent(token, NaiveSystem::random));
        }
        return sum.thin(NON_ZEROS);
    }

    private static Hypervector random(String token) {
        byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
        return Hypervector.random(DIMENSION, NON_ZEROS, Mixing.hash(utf8, 0, utf8.length));
    }

    @Override
    public String version() {
        return "bundle of random token vectors cut to 200 of 10,000";
    }

    @Override
    public List<Found> search(String query, int k) {
        Hypervector asked = encode(query);
        double[] scores = vectors.stream().mapToDouble(v -> v.cosine(asked)).toArray();
        return best(passages, scores, k);
    }

    /** The passages with the best scores; ties in their order. */
    static List<Found> best(List<Passage> passages, double[] scores, int k) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(k)
                .map(passages::get)
                .map(p -> new Found(p.path(), p.startLine(), p.endLine()))
                .toList();
    }

    @Override
    public void close() {}
}
