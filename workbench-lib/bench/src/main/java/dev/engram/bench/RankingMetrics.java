package dev.engram.bench;

import java.util.Arrays;
import java.util.Set;

/** Quality of a ranking, as the literature defines it. All functions are pure. */
public final class RankingMetrics {

    private RankingMetrics() {}

    /** {@code 1/rank}; 0 where the rank is 0: not found. */
    public static double reciprocalRank(double rank) {
        return rank >= 1 ? 1 / rank : 0;
    }

    /** Recall at k with one relevant item: 1 where its rank is 1 to k, else 0. */
    public static double recall(double rank, int k) {
        return rank >= 1 && rank <= k ? 1 : 0;
    }

    /**
     * nDCG at k with one relevant item: {@code 1/log2(1+rank)} where its rank is 1 to k, else 0.
     */
    public static double ndcg(double rank, int k) {
        return rank >= 1 && rank <= k ? log(2) / log(1 + rank) : 0;
    }

    /**
     * nDCG at k with graded relevance (Järvelin and Kekäläinen): the gains of the ranking, each
     * divided by {@code log2(1+rank)}, over the same sum for the best possible order.
     *
     * @param ranked the gain of the item at each rank, from the first
     * @param all the gains of all items that are relevant at all, in any order
     * @param k how many ranks count
     * @return 0 to 1; 0 where nothing is relevant
     */
    public static double ndcg(double[] ranked, double[] all, int k) {
        double[] best = all.clone();
        Arrays.sort(best);
        for (int i = 0, j = best.length - 1; i < j; i++, j--) {
            double swap = best[i];
            best[i] = best[j];
            best[j] = swap;
        }
        double ideal = dcg(best, k);
        return ideal == 0 ? 0 : dcg(ranked, k) / ideal;
    }

    /** Discounted cumulative gain: the sum of {@code gain/log2(1+rank)} over the first k ranks. */
    public static double dcg(double[] ranked, int k) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, ranked.length); i++) {
            sum += ranked[i] * log(2) / log(2.0 + i);
        }
        return sum;
    }

    /** Average precision: the mean over the relevant items of the precision at each one's rank. */
    public static <T> double averagePrecision(java.util.List<T> ranked, Set<T> relevant) {
        int found = 0;
        double sum = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (relevant.contains(ranked.get(i))) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return relevant.isEmpty() ? 0 : sum / relevant.size();
    }

    private static double log(double x) {
        return Math.log(x);
    }
}
