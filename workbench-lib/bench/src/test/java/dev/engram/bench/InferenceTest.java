package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Intervals and paired comparisons against closed forms and properties they must have. */
class InferenceTest {

    private static final Variant A = new Variant(java.util.Map.of("v", "a"));
    private static final Variant B = new Variant(java.util.Map.of("v", "b"));

    private static MetricSpec metric(MetricSpec.Better better, Statistic statistic) {
        return new MetricSpec("m", "", "ms", better, "m", Transform.identity(), statistic);
    }

    private static Observations items(MetricSpec metric, List<String> keys, double... values) {
        return new Observations(metric, keys, values, Observations.Kind.ITEMS, values.length, 1);
    }

    private static List<String> keys(int n) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            keys.add("q" + i);
        }
        return keys;
    }

    private static Comparison compare(Observations of, Observations with) {
        return Comparison.of(A, of, B, with, 1).orElseThrow();
    }

    /**
     * Of n units with one success the resampled mean is k/n with k binomial(n, 1/n), so the exact
     * percentiles are those of that distribution.
     */
    @Test
    void percentilesOfOneSuccessAreThoseOfTheBinomial() {
        int n = 30;
        double[] one = new double[n];
        one[0] = 1;
        Interval interval =
                Bootstrap.interval(n, 5, c -> Arrays.stream(c).mapToDouble(i -> one[i]).sum());
        double cumulated = 0;
        int upper = -1;
        double probability = Math.pow(1 - 1.0 / n, n);
        for (int k = 0; cumulated < 0.975; k++) {
            cumulated += probability;
            upper = k;
            probability *= (double) (n - k) / (k + 1) / (n - 1);
        }
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isEqualTo(upper);
    }

    /** A sum of n independent draws: its spread is sqrt(n) times that of the units. */
    @Test
    void aSumIsAsWideAsTheCentralLimitTheoremSays() {
        double[] values = new Random(3).doubles(200).toArray();
        double sd = Summary.standardDeviation(values) * Math.sqrt(199.0 / 200);
        Interval interval =
                Bootstrap.interval(200, 9, c -> Arrays.stream(c).mapToDouble(i -> values[i]).sum());
        assertThat(interval.width())
                .isCloseTo(2 * 1.96 * sd * Math.sqrt(200), within(0.06 * interval.width()));
    }

    @Test
    void anUndefinedResampleLeavesNoInterval() {
        Interval interval = Bootstrap.interval(2, 1, c -> c[0] == c[1] ? Double.NaN : 1);
        assertThat(interval.low()).isNaN();
        assertThat(interval.high()).isNaN();
        assertThat(interval.excludesZero()).isFalse();
        assertThatThrownBy(() -> Bootstrap.interval(0, 1, c -> 0)).hasMessageContaining("one unit");
    }

    @Property
    void quantilesLieBetweenTheEndsAndGrow(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -1e6, max = 1e6) Double> some,
            @ForAll @DoubleRange(min = 0, max = 1) double p,
            @ForAll @DoubleRange(min = 0, max = 1) double q) {
        double[] sorted = some.stream().mapToDouble(d -> d).sorted().toArray();
        double low = Bootstrap.quantile(sorted, Math.min(p, q));
        double high = Bootstrap.quantile(sorted, Math.max(p, q));
        assertThat(low).isBetween(sorted[0], high);
        assertThat(high).isLessThanOrEqualTo(sorted[sorted.length - 1]);
        assertThat(Bootstrap.quantile(sorted, 0.5))
                .isCloseTo(Statistic.MEDIAN.of(sorted), within(1e-6));
    }

    /** The order in which items were measured says nothing about which belong together. */
    @Property(tries = 40)
    void pairsAreFoundByKeyInWhateverOrder(
            @ForAll @IntRange(min = 2, max = 25) int n, @ForAll Random random) {
        MetricSpec m = metric(MetricSpec.Better.LOWER, Statistic.MEAN);
        double[] base = random.doubles(n, 1, 100).toArray();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        List<String> shuffled = order.stream().map(i -> "q" + i).toList();
        double[] values = order.stream().mapToDouble(i -> base[i] + 3).toArray();
        Comparison c = compare(items(m, shuffled, values), items(m, keys(n), base));
        assertThat(c.pairs()).isEqualTo(n);
        assertThat(c.low()).isCloseTo(3, within(1e-9));
        assertThat(c.high()).isCloseTo(3, within(1e-9));
    }

    @Property(tries = 40)
    void exchangingTheTwoSidesTurnsTheSignAndTheVerdict(
            @ForAll @IntRange(min = 6, max = 25) int n, @ForAll Random random) {
        MetricSpec m = metric(MetricSpec.Better.HIGHER, Statistic.MEAN);
        Observations one = items(m, keys(n), random.doubles(n, 1, 9).toArray());
        Observations two = items(m, keys(n), random.doubles(n, 3, 12).toArray());
        Comparison c = compare(one, two);
        Comparison back = compare(two, one);
        assertThat(back.difference()).isCloseTo(-c.difference(), within(1e-9));
        assertThat(back.low()).isCloseTo(-c.high(), within(1e-9));
        assertThat(back.high()).isCloseTo(-c.low(), within(1e-9));
        assertThat(back.ratio()).isCloseTo(1 / c.ratio(), within(1e-9));
        assertThat(back.verdict())
                .isEqualTo(
                        switch (c.verdict()) {
                            case "better" -> "worse";
                            case "worse" -> "better";
                            default -> c.verdict();
                        });
    }

    @Test
    void whatOnlyOneSideMeasuredIsLeftOut() {
        MetricSpec m = metric(MetricSpec.Better.LOWER, Statistic.MEAN);
        Comparison c =
                compare(
                        items(m, List.of("a", "b", "c"), 10, 20, 900),
                        items(m, List.of("b", "x", "a"), 21, 500, 11));
        assertThat(c.pairs()).isEqualTo(2);
        assertThat(c.value()).isEqualTo(15);
        assertThat(c.baselineValue()).isEqualTo(16);
        assertThat(c.difference()).isEqualTo(-1);
        Optional<Comparison> none =
                Comparison.of(A, items(m, List.of("a"), 1), B, items(m, List.of("b"), 1), 1);
        assertThat(none).isEmpty();
    }

    @Test
    void onePairHasNoIntervalAndFewAreRough() {
        MetricSpec m = metric(MetricSpec.Better.NEITHER, Statistic.MEAN);
        assertThat(compare(items(m, keys(1), 3), items(m, keys(1), 1)).verdict())
                .isEqualTo("one pair only: no interval");
        assertThat(compare(items(m, keys(2), 3, 4), items(m, keys(2), 1, 1)).verdict())
                .isEqualTo("higher (few pairs: rough)");
        assertThat(
                        compare(
                                        items(m, keys(6), 1, 1, 1, 1, 1, 1),
                                        items(m, keys(6), 2, 2, 2, 2, 2, 2))
                                .verdict())
                .isEqualTo("lower");
        assertThat(
                        compare(
                                        items(m, keys(6), 1, 2, 1, 2, 1, 2),
                                        items(m, keys(6), 2, 1, 2, 1, 2, 1))
                                .verdict())
                .isEqualTo("no difference shown");
    }

    /** Some resamples draw only zeros of the baseline: a ratio of the rest would be made up. */
    @Test
    void aRatioToABaselineThatMayBeZeroHasNoInterval() {
        MetricSpec m = metric(MetricSpec.Better.HIGHER, Statistic.MEAN);
        Comparison c = compare(items(m, keys(3), 1, 1, 1), items(m, keys(3), 0, 0, 1));
        assertThat(c.ratio()).isCloseTo(3, within(1e-12));
        assertThat(c.ratioLow()).isNaN();
        assertThat(c.ratioHigh()).isNaN();
        Comparison zero = compare(items(m, keys(3), 1, 1, 1), items(m, keys(3), 0, 0, 0));
        assertThat(zero.ratio()).isNaN();
        assertThat(zero.difference()).isEqualTo(1);
    }

    @Test
    void theStatisticIsTakenOfEachResampleNotOfTheDifferences() {
        MetricSpec m = metric(MetricSpec.Better.LOWER, Statistic.MAXIMUM);
        Comparison c = compare(items(m, keys(3), 1, 5, 2), items(m, keys(3), 4, 1, 1));
        assertThat(c.difference()).isEqualTo(1);
        assertThat(c.low()).isEqualTo(-3);
        assertThat(c.high()).isEqualTo(4);
    }

    @Property
    void everyStatisticButTheSumLiesBetweenTheExtremes(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0.1, max = 1e6) Double> some) {
        double[] values = some.stream().mapToDouble(d -> d).toArray();
        double low = Statistic.MINIMUM.of(values);
        double high = Statistic.MAXIMUM.of(values);
        for (Statistic statistic : Statistic.values()) {
            if (statistic != Statistic.SUM) {
                assertThat(statistic.of(values))
                        .as(statistic.name())
                        .isBetween(low * (1 - 1e-12), high * (1 + 1e-12));
            }
        }
        assertThat(Statistic.GEOMETRIC_MEAN.of(values))
                .isLessThanOrEqualTo(Statistic.MEAN.of(values) * (1 + 1e-12));
        assertThat(Statistic.P95.of(values)).isLessThanOrEqualTo(Statistic.P99.of(values));
    }

    @Test
    void numbersReadAsPeopleWriteThem() {
        assertThat(Numbers.text(0.64812)).isEqualTo("0.6481");
        assertThat(Numbers.text(88.123)).isEqualTo("88.12");
        assertThat(Numbers.text(4096)).isEqualTo("4096");
        assertThat(Numbers.text(91_234_567)).isEqualTo("91234567");
        assertThat(Numbers.text(-0.0)).isEqualTo("0");
        assertThat(Numbers.text(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.text(0.00001234)).isEqualTo("1.23e-05");
        assertThat(Numbers.signed(2.5)).isEqualTo("+2.500");
        assertThat(Numbers.signed(-2.5)).isEqualTo("-2.500");
        assertThat(Numbers.signed(0)).isEqualTo("0");
    }

    @Property
    void aNumberInATableIsWithinHalfOfItsLastDigit(
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double value) {
        double read = Double.parseDouble(Numbers.text(value));
        double tolerance = Math.abs(value) >= 1000 ? 0.5 : Math.max(1e-9, Math.abs(value) * 6e-3);
        assertThat(read).isCloseTo(value, within(tolerance));
    }
}
