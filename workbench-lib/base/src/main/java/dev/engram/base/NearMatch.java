package dev.engram.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name a user probably meant. */
public final class NearMatch {

    private NearMatch() {}

    /**
     * The candidate with the smallest edit distance to {@code word}; empty where none is within a
     * third of the longer length (at least one edit).
     */
    public static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(
                        c ->
                                distance(word, c)
                                        <= Math.max(1, Math.max(word.length(), c.length()) / 3))
                .min(Comparator.comparingInt(c -> distance(word, c)));
    }

    /**
     * A remedy line for an unknown name: {@code did you mean 'x'?} where something is near, and all
     * candidates, in order.
     */
    public static String remedy(String word, Collection<String> candidates) {
        String all = "known: " + String.join(", ", candidates.stream().sorted().toList());
        return of(word, candidates).map(near -> "did you mean '" + near + "'? ").orElse("") + all;
    }

    /** Damerau–Levenshtein distance (optimal string alignment), in edits. */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int substitution = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
