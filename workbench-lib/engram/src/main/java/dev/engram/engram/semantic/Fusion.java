package dev.engram.engram.semantic;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ways to make one score out of two channels' scores for the same passages. Pure: nothing but the
 * arrays decides.
 */
public enum Fusion {
    /** Each channel's distance from its mean in standard deviations, added. The default. */
    Z_SUM {
        @Override
        double[] rescale(double[] scores) {
            double mean = Arrays.stream(scores).average().orElse(0);
            double square =
                    Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElse(0);
            double deviation = Math.sqrt(square);
            return Arrays.stream(scores)
                    .map(s -> deviation > 0 ? (s - mean) / deviation : 0)
                    .toArray();
        }
    },
    /** Each channel's scores between its least (0) and its greatest (1), added. */
    MIN_MAX {
        @Override
        double[] rescale(double[] scores) {
            double least = Arrays.stream(scores).min().orElse(0);
            double greatest = Arrays.stream(scores).max().orElse(0);
            double range = greatest - least;
            return Arrays.stream(scores).map(s -> range > 0 ? (s - least) / range : 0).toArray();
        }
    },
    /** Reciprocal ranks, {@code 1 / (60 + rank)}, added; equal scores share their best rank. */
    RECIPROCAL_RANK {
        @Override
        double[] rescale(double[] scores) {
            int[] order =
                    IntStream.range(0, scores.length)
                            .boxed()
                            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            double[] rescaled = new double[scores.length];
            int rank = 0;
            for (int i = 0; i < order.length; i++) {
                if (i == 0 || scores[order[i]] != scores[order[i - 1]]) {
                    rank = i + 1;
                }
                rescaled[order[i]] = 1.0 / (RANK_OFFSET + rank);
            }
            return rescaled;
        }
    };

    private static final int RANK_OFFSET = 60;

    abstract double[] rescale(double[] scores);

    /**
     * Fuses the scores of all passages searched, the ones without a match included (with 0 or
     * whatever the channel gives them): they decide the scale.
     *
     * @param lexical one finite score a passage
     * @param semantic one finite score a passage, in the same order
     * @param semanticWeight how much the semantic channel counts against 1 for the lexical one, not
     *     negative
     * @return one score a passage; higher is better, the numbers mean nothing by themselves
     */
    public double[] fuse(double[] lexical, double[] semantic, double semanticWeight) {
        if (lexical.length != semantic.length) {
            throw new IllegalArgumentException(
                    lexical.length + " lexical and " + semantic.length + " semantic scores");
        }
        if (!(semanticWeight >= 0) || Double.isInfinite(semanticWeight)) {
            throw new IllegalArgumentException("semantic weight " + semanticWeight);
        }
        double[] first = rescale(lexical);
        double[] second = rescale(semantic);
        for (int i = 0; i < first.length; i++) {
            first[i] += semanticWeight * second[i];
        }
        return first;
    }
}
