package dev.engram.engram;

import dev.engram.engram.text.Tokenizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Tells queries that the passages answer from those about something else, by the best passage: its
 * score against what all words of the query would be worth, and, with the static embedder, its
 * cosine. The thresholds were set on development queries, see docs/decisions/0141.
 */
final class Relevance {

    /** Least score by words alone. */
    static final double LEAST_WORDS = 0.954;

    /** Least sum of cosine and {@link #WORDS_SHARE} of the score by words. */
    static final double LEAST_BOTH = 0.732;

    static final double WORDS_SHARE = 0.3;

    /** Least cosine where only the meaning is asked for. */
    static final double LEAST_COSINE = 0.395;

    /** The embedder whose cosines the thresholds are for. */
    static final String CALIBRATED = "static";

    /** Queries of fewer words say too little for a statistic. */
    private static final int FEW = 4;

    private static final double LEAST_SHARE = 0.5;

    static final String NOTE =
            "no relevant information: even the nearest passages have little in common with the"
                    + " query (show them: --any)";

    private Relevance() {}

    /**
     * Score by words: the best passage's, in shares of the weights of all words of the query; the
     * more words, the smaller the share that is enough.
     *
     * @param best the best passage's lexical score
     * @param all weights of the query's distinct words together, those that no passage has included
     */
    static double words(double best, double all, int tokens) {
        return all == 0 ? 0 : best / all * Math.sqrt(tokens);
    }

    /** Whether a query of few words has more than half of their weight in one of the passages. */
    static boolean fewWordsMatch(
            List<Hit> hits, Map<String, Integer> tokens, ToDoubleFunction<String> weight) {
        if (tokens.size() >= FEW) {
            return false;
        }
        double all = tokens.keySet().stream().mapToDouble(weight).sum();
        for (Hit hit : hits) {
            Set<String> has = new HashSet<>(Tokenizer.tokens(hit.text()));
            double found = tokens.keySet().stream().filter(has::contains).mapToDouble(weight).sum();
            if (found > all * LEAST_SHARE) {
                return true;
            }
        }
        return false;
    }
}
