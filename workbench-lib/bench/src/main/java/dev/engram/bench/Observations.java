package dev.engram.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of one metric for one variant, in the units that may be resampled: the items measured
 * (averaged over repetitions) where samples name items; else the runs (each reduced by the
 * statistic); else, with a single run, its samples.
 *
 * @param metric the metric
 * @param keys what pairs a unit with that of another variant
 * @param units the value of each unit
 * @param kind what a unit is
 * @param samples how many raw samples stand behind them
 * @param runs how many runs stand behind them
 */
public record Observations(
        MetricSpec metric, List<String> keys, double[] units, Kind kind, int samples, int runs) {

    /** What may be resampled. */
    public enum Kind {
        ITEMS,
        RUNS,
        SAMPLES
    }

    /** Extracts the values of a metric from the finished runs of one variant. */
    public static Observations of(List<RunRecord> runs, MetricSpec metric) {
        Map<String, List<Double>> byItem = new LinkedHashMap<>();
        Map<String, List<Double>> byRun = new LinkedHashMap<>();
        boolean items = true;
        int samples = 0;
        for (RunRecord run : runs) {
            if (!run.finished()) {
                continue;
            }
            for (Sample sample : run.samples()) {
                if (sample.metric().equals(metric.source())) {
                    double value = metric.transform().function().applyAsDouble(sample.value());
                    items &= !sample.item().isEmpty();
                    samples++;
                    byItem.computeIfAbsent(sample.item(), k -> new ArrayList<>()).add(value);
                    byRun.computeIfAbsent("repetition " + run.repetition(), k -> new ArrayList<>())
                            .add(value);
                }
            }
        }
        if (items && samples > 0) {
            return new Observations(
                    metric,
                    List.copyOf(byItem.keySet()),
                    reduce(byItem, Statistic.MEAN),
                    Kind.ITEMS,
                    samples,
                    byRun.size());
        }
        if (byRun.size() == 1) {
            double[] values = array(byRun.values().iterator().next());
            List<String> keys = new ArrayList<>();
            for (int i = 1; i <= values.length; i++) {
                keys.add("sample " + i);
            }
            return new Observations(metric, keys, values, Kind.SAMPLES, samples, 1);
        }
        return new Observations(
                metric,
                List.copyOf(byRun.keySet()),
                reduce(byRun, metric.statistic()),
                Kind.RUNS,
                samples,
                byRun.size());
    }

    public boolean isEmpty() {
        return units.length == 0;
    }

    /** The value of a resample, given as indices of units. */
    double value(int[] chosen) {
        double[] values = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            values[i] = units[chosen[i]];
        }
        return outer().of(values);
    }

    /** The value of the metric over all units. */
    public double value() {
        return outer().of(units);
    }

    /** Runs were reduced by the statistic already; what remains is their mean. */
    private Statistic outer() {
        return kind == Kind.RUNS ? Statistic.MEAN : metric.statistic();
    }

    private static double[] reduce(Map<String, List<Double>> groups, Statistic statistic) {
        return groups.values().stream().mapToDouble(v -> statistic.of(array(v))).toArray();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
