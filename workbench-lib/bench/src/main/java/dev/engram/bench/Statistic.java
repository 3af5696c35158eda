package dev.engram.bench;

import java.util.Arrays;

/** How many values become one. */
public enum Statistic {
    MEAN("arithmetic mean"),
    MEDIAN("median"),
    P95("95th percentile (nearest rank)"),
    P99("99th percentile (nearest rank)"),
    MINIMUM("smallest value"),
    MAXIMUM("largest value"),
    SUM("sum"),
    GEOMETRIC_MEAN("geometric mean, of positive values");

    private final String description;

    Statistic(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /**
     * The statistic of one or more values.
     *
     * @throws IllegalArgumentException if there are none
     */
    public double of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        return switch (this) {
            case MEAN -> Arrays.stream(values).sum() / values.length;
            case SUM -> Arrays.stream(values).sum();
            case MINIMUM -> Arrays.stream(values).min().getAsDouble();
            case MAXIMUM -> Arrays.stream(values).max().getAsDouble();
            case GEOMETRIC_MEAN ->
                    Math.exp(Arrays.stream(values).map(Math::log).sum() / values.length);
            case MEDIAN -> median(values);
            case P95 -> nearestRank(values, 0.95);
            case P99 -> nearestRank(values, 0.99);
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double nearestRank(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length - 1e-9);
        return sorted[Math.max(1, rank) - 1];
    }
}
