package dev.engram.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The paired difference of two variants in one metric.
 *
 * @param metric the metric's name
 * @param unit its unit
 * @param variant the variant compared
 * @param baseline what it is compared with
 * @param value the metric of the variant over the pairs
 * @param baselineValue the metric of the baseline over the pairs
 * @param difference variant minus baseline
 * @param low lower end of the difference's 95 % interval
 * @param high upper end of the difference's 95 % interval
 * @param ratio variant over baseline; NaN where the baseline is 0
 * @param ratioLow lower end of the ratio's interval
 * @param ratioHigh upper end of the ratio's interval
 * @param pairs how many units were paired
 * @param of what the pairs are
 * @param verdict in plain words: better, worse or no difference shown
 */
public record Comparison(
        String metric,
        String unit,
        String variant,
        String baseline,
        double value,
        double baselineValue,
        double difference,
        double low,
        double high,
        double ratio,
        double ratioLow,
        double ratioHigh,
        int pairs,
        Observations.Kind of,
        String verdict) {

    /** Fewer pairs than this make a bootstrap interval too narrow; the verdict says so. */
    public static final int FEW_PAIRS = 6;

    /**
     * Pairs units of equal key and resamples the pairs.
     *
     * @param seed seed of the bootstrap
     * @return empty where nothing can be paired
     */
    public static java.util.Optional<Comparison> of(
            Variant variant,
            Observations observed,
            Variant baseline,
            Observations base,
            long seed) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < base.keys().size(); i++) {
            places.put(base.keys().get(i), i);
        }
        List<int[]> pairs = new ArrayList<>();
        if (observed.kind() == base.kind()) {
            for (int i = 0; i < observed.keys().size(); i++) {
                Integer j = places.get(observed.keys().get(i));
                if (j != null) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        if (pairs.isEmpty()) {
            return java.util.Optional.empty();
        }
        Paired paired = new Paired(observed, base, pairs);
        int[] all = java.util.stream.IntStream.range(0, pairs.size()).toArray();
        Interval difference = Bootstrap.interval(pairs.size(), seed, paired::difference);
        double ratio = paired.ratio(all);
        Interval ratios =
                Double.isNaN(ratio)
                        ? new Interval(Double.NaN, Double.NaN)
                        : Bootstrap.interval(pairs.size(), seed, paired::ratio);
        return java.util.Optional.of(
                new Comparison(
                        observed.metric().name(),
                        observed.metric().unit(),
                        variant.name(),
                        baseline.name(),
                        paired.first(all),
                        paired.second(all),
                        paired.difference(all),
                        difference.low(),
                        difference.high(),
                        ratio,
                        ratios.low(),
                        ratios.high(),
                        pairs.size(),
                        observed.kind(),
                        verdict(observed.metric().better(), difference, pairs.size())));
    }

    private static String verdict(MetricSpec.Better better, Interval interval, int pairs) {
        String said =
                !interval.excludesZero()
                        ? "no difference shown"
                        : switch (better) {
                            case HIGHER -> interval.low() > 0 ? "better" : "worse";
                            case LOWER -> interval.low() > 0 ? "worse" : "better";
                            case NEITHER -> interval.low() > 0 ? "higher" : "lower";
                        };
        if (pairs == 1) {
            return "one pair only: no interval";
        }
        return pairs < FEW_PAIRS ? said + " (few pairs: rough)" : said;
    }

    /** Two variants over common units. */
    private record Paired(Observations observed, Observations base, List<int[]> pairs) {

        double first(int[] chosen) {
            return observed.value(pick(chosen, 0));
        }

        double second(int[] chosen) {
            return base.value(pick(chosen, 1));
        }

        double difference(int[] chosen) {
            return first(chosen) - second(chosen);
        }

        double ratio(int[] chosen) {
            double below = second(chosen);
            return below == 0 ? Double.NaN : first(chosen) / below;
        }

        private int[] pick(int[] chosen, int side) {
            int[] places = new int[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                places[i] = pairs.get(chosen[i])[side];
            }
            return places;
        }
    }
}
