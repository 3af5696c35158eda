package dev.engram.engram;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.EmbedderInfo.Cost;
import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Mixing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Embedders for tests: sums of random vectors of a text's words. {@code words} is light, {@code
 * slow-words} is heavy and can be told to be interrupted, {@code changed-words} becomes another
 * version when told.
 */
public final class WordEmbedders implements EmbedderProvider {

    static volatile int version = 1;

    /** Interrupts the calling thread when the slow one has embedded so many passages. */
    static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public List<String> names() {
        return List.of("words", "slow-words", "changed-words");
    }

    @Override
    public Embedder open(String name, WorkbenchHome home, Progress progress) {
        return new Words(name);
    }

    private record Words(String name) implements Embedder {

        private static final int DIMENSION = 48;

        @Override
        public EmbedderInfo info() {
            int print = name.equals("changed-words") ? version : 1;
            return new EmbedderInfo(
                    name,
                    "%016x".formatted(name.hashCode() * 31L + print),
                    DIMENSION,
                    name.startsWith("slow") ? Cost.HEAVY : Cost.LIGHT);
        }

        @Override
        public float[] embedQuery(String text) {
            float[] sum = new float[DIMENSION];
            for (String token : Tokenizer.tokens(text)) {
                byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
                long hash = Mixing.hash(utf8, 0, utf8.length);
                for (int i = 0; i < DIMENSION; i++) {
                    sum[i] += (Mixing.at(hash, i) >> 40) / (float) (1 << 23);
                }
            }
            float square = 0;
            for (float value : sum) {
                square += value * value;
            }
            for (int i = 0; i < DIMENSION && square > 0; i++) {
                sum[i] /= (float) Math.sqrt(square);
            }
            return sum;
        }

        @Override
        public float[][] embedPassages(List<String> passages) {
            if (name.startsWith("slow")) {
                if (LEFT.addAndGet(-passages.size()) < 0) {
                    Thread.currentThread().interrupt();
                }
                Interrupts.check("none of these was embedded");
            }
            return passages.stream().map(this::embedQuery).toArray(float[][]::new);
        }

        @Override
        public void close() {}
    }
}
