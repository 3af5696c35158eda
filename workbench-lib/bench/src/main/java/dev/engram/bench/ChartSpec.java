package dev.engram.bench;

/**
 * What a chart of an experiment shows.
 *
 * @param name file name without extension
 * @param title the line above it; empty takes the experiment's question
 * @param type bar, line or points
 * @param y the metric on the vertical axis
 * @param x a factor of the variants, or a metric for {@code POINTS}; empty takes the whole variant
 * @param series the factor that makes one series per value; empty for a single series
 * @param relative show each value as a ratio to the baseline, with the paired interval: what both
 *     share, such as hard items, cancels out
 * @param logX logarithmic horizontal axis
 * @param logY logarithmic vertical axis
 */
public record ChartSpec(
        String name,
        String title,
        Type type,
        String y,
        String x,
        String series,
        boolean relative,
        boolean logX,
        boolean logY) {

    /** The form of a chart. */
    public enum Type {
        BAR,
        LINE,
        POINTS
    }

    /** Bars of one metric over all variants. */
    public static ChartSpec bars(String metric) {
        return new ChartSpec(
                metric.replaceAll("[^A-Za-z0-9._-]+", "-"),
                "",
                Type.BAR,
                metric,
                "",
                "",
                false,
                false,
                false);
    }
}
