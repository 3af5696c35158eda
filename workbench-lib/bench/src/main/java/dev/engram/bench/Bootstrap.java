package dev.engram.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap with a fixed seed: the same records give the same interval everywhere.
 * Stateless.
 */
public final class Bootstrap {

    /** Resamples drawn for one interval. */
    public static final int RESAMPLES = 5_000;

    /** The share of intervals that cover the true value, where the units are many and alike. */
    public static final double CONFIDENCE = 0.95;

    private Bootstrap() {}

    /**
     * The 95 % interval of a statistic over resampled units.
     *
     * @param units how many units there are; at least one
     * @param seed seed of the resampling
     * @param statistic the value for a resample, given as unit indices in {@code [0, units)}, which
     *     it must not keep
     * @return the interval; its ends are equal where there is one unit only, and NaN where the
     *     statistic is undefined (NaN) for a resample: the rest would be another distribution
     */
    public static Interval interval(int units, long seed, ToDoubleFunction<int[]> statistic) {
        if (units < 1) {
            throw new IllegalArgumentException("an interval needs at least one unit");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[RESAMPLES];
        int[] chosen = new int[units];
        for (int r = 0; r < RESAMPLES; r++) {
            for (int i = 0; i < units; i++) {
                chosen[i] = random.nextInt(units);
            }
            values[r] = statistic.applyAsDouble(chosen);
        }
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            return new Interval(Double.NaN, Double.NaN);
        }
        Arrays.sort(values);
        double tail = (1 - CONFIDENCE) / 2;
        return new Interval(quantile(values, tail), quantile(values, 1 - tail));
    }

    /** Linear interpolation between the order statistics of sorted values. */
    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
