package dev.engram.bench;

/**
 * A metric: a pure function over the samples of stored runs. Raw samples of {@code source} are
 * transformed one by one, then reduced by a statistic, so a new metric needs no new run.
 *
 * @param name how it is called in charts and tables
 * @param description one plain sentence
 * @param unit such as {@code ms}; empty for a bare number
 * @param better which direction is better
 * @param source the metric name of the raw samples
 * @param transform what is done to each raw value
 * @param statistic how the values of a variant become one
 */
public record MetricSpec(
        String name,
        String description,
        String unit,
        Better better,
        String source,
        Transform transform,
        Statistic statistic) {

    /** The direction of improvement. */
    public enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    /** A raw metric: its samples as they are. */
    public static MetricSpec raw(String name, String unit, Better better, String description) {
        return new MetricSpec(
                name, description, unit, better, name, Transform.identity(), Statistic.MEAN);
    }

    /** The same metric reduced by another statistic. */
    public MetricSpec reducedBy(String newName, Statistic newStatistic) {
        return new MetricSpec(newName, description, unit, better, source, transform, newStatistic);
    }

    /** The unit in brackets after the name, as on an axis. */
    public String axis() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
