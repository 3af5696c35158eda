package dev.engram.ensemble.classify;

import dev.engram.engram.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a task's text is taken for: hashed words, pairs of neighbouring words and the first word,
 * each once (scaled to length 1); and the vector of an embedder. Only the beginning counts: what is
 * wanted stands there, and what follows is often material. Thread-safe.
 */
final class TaskFeatures {

    /** Raise it with every change that makes older models wrong. */
    static final String RECIPE = "words-1";

    static final int BUCKETS = 1 << 13;
    private static final int BEGINNING = 400;

    /** Length of the part for words; that of the embedding is 1. */
    static final double WORDS_LENGTH = 0.7;

    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'_]*|[?]");

    private final boolean words;
    private final @Nullable Embedder embedder;

    /**
     * @param words whether words count
     * @param embedder {@code null} where embeddings do not
     */
    TaskFeatures(boolean words, @Nullable Embedder embedder) {
        this.words = words;
        this.embedder = embedder;
    }

    /** The numbers of one text. */
    record Vector(float[] dense, int[] buckets) {

        /** Value of each bucket that is set. */
        float bucketValue() {
            return buckets.length == 0 ? 0 : (float) (WORDS_LENGTH / Math.sqrt(buckets.length));
        }
    }

    int dimension() {
        return embedder == null ? 0 : embedder.info().dimension();
    }

    /** Names the features: a model fits only these. */
    String fingerprint() {
        return (words ? RECIPE : "")
                + (embedder == null ? "" : "+" + embedder.info().fingerprint());
    }

    Vector of(String text) {
        String beginning = text.length() > BEGINNING ? text.substring(0, BEGINNING) : text;
        return new Vector(
                embedder == null ? new float[0] : embedder.embedQuery(beginning),
                words ? buckets(beginning) : new int[0]);
    }

    private static int[] buckets(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            found.add(matcher.group());
        }
        TreeSet<Integer> set = new TreeSet<>();
        for (int i = 0; i < found.size(); i++) {
            set.add(bucket(found.get(i)));
            if (i > 0) {
                set.add(bucket(found.get(i - 1) + " " + found.get(i)));
            }
        }
        if (!found.isEmpty()) {
            set.add(bucket("^" + found.getFirst()));
        }
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    /** String.hashCode is specified, so buckets are the same everywhere; its low bits are mixed. */
    private static int bucket(String term) {
        int hash = term.hashCode() * 0x9E3779B9;
        return (hash >>> 16 ^ hash) & BUCKETS - 1;
    }
}
