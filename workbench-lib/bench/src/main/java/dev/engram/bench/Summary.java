package dev.engram.bench;

import java.util.Arrays;

/**
 * One metric of one variant.
 *
 * @param variant the variant's name
 * @param metric the metric's name
 * @param unit its unit
 * @param value its value
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param standardDeviation spread between the units, n - 1 in the denominator; 0 for one unit
 * @param minimum smallest unit
 * @param maximum largest unit
 * @param units how many items, runs or samples were resampled
 * @param of what the units are
 * @param samples raw samples behind them
 */
public record Summary(
        String variant,
        String metric,
        String unit,
        double value,
        double low,
        double high,
        double standardDeviation,
        double minimum,
        double maximum,
        int units,
        Observations.Kind of,
        int samples) {

    /**
     * Summarizes observations of at least one unit.
     *
     * @param seed seed of the bootstrap
     */
    public static Summary of(Variant variant, Observations observations, long seed) {
        double[] units = observations.units();
        Interval interval = Bootstrap.interval(units.length, seed, observations::value);
        return new Summary(
                variant.name(),
                observations.metric().name(),
                observations.metric().unit(),
                observations.value(),
                interval.low(),
                interval.high(),
                standardDeviation(units),
                Arrays.stream(units).min().getAsDouble(),
                Arrays.stream(units).max().getAsDouble(),
                units.length,
                observations.kind(),
                observations.samples());
    }

    static double standardDeviation(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = Statistic.MEAN.of(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
