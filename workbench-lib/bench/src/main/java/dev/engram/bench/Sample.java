package dev.engram.bench;

import java.util.Objects;

/**
 * One raw measurement.
 *
 * @param metric what was measured, such as {@code decode} or {@code rank}
 * @param value the value, in {@code unit}; finite
 * @param unit such as {@code ms} or {@code tok/s}; empty for a bare number
 * @param item what it was measured on, such as a query's id; equal items of two variants are
 *     paired; empty where the run as a whole was measured
 */
public record Sample(String metric, double value, String unit, String item) {

    public Sample {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(item, "item");
        if (metric.isBlank()) {
            throw new IllegalArgumentException("a sample needs the name of a metric");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("sample of " + metric + " is " + value);
        }
    }

    /** A sample of the run as a whole. */
    public static Sample of(String metric, double value, String unit) {
        return new Sample(metric, value, unit, "");
    }
}
