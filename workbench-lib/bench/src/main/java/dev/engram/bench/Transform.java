package dev.engram.bench;

/**
 * What turns one raw value into the value of a metric.
 *
 * @param name for the report: {@code 1/rank}
 * @param function the function; pure
 */
public record Transform(String name, java.util.function.DoubleUnaryOperator function) {

    /** The value as it is. */
    public static Transform identity() {
        return new Transform("value", v -> v);
    }

    /** Reciprocal of a rank from 1; 0 for a rank of 0, which stands for "not found". */
    public static Transform reciprocalRank() {
        return new Transform("1/rank", RankingMetrics::reciprocalRank);
    }

    /** 1 for a rank of at most k, else 0. */
    public static Transform within(int k) {
        return new Transform("rank ≤ " + k, rank -> RankingMetrics.recall(rank, k));
    }

    /** The discounted gain of one relevant item at a rank of at most k. */
    public static Transform gainWithin(int k) {
        return new Transform("1/log2(1+rank), rank ≤ " + k, rank -> RankingMetrics.ndcg(rank, k));
    }
}
