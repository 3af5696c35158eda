package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatisticTest {

    @Test
    void handComputedValues() {
        double[] values = {4, 1, 3, 2};
        assertThat(Statistic.MEAN.of(values)).isEqualTo(2.5);
        assertThat(Statistic.MEDIAN.of(values)).isEqualTo(2.5);
        assertThat(Statistic.MEDIAN.of(new double[] {9, 1, 5})).isEqualTo(5);
        assertThat(Statistic.MINIMUM.of(values)).isEqualTo(1);
        assertThat(Statistic.MAXIMUM.of(values)).isEqualTo(4);
        assertThat(Statistic.SUM.of(values)).isEqualTo(10);
        assertThat(values).containsExactly(4, 1, 3, 2);
        assertThatThrownBy(() -> Statistic.MEAN.of(new double[0])).hasMessage("no values");
    }

    @Test
    void percentilesByNearestRank() {
        double[] hundred =
                java.util.stream.IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        assertThat(Statistic.P95.of(hundred)).isEqualTo(95);
        assertThat(Statistic.P99.of(hundred)).isEqualTo(99);
        assertThat(Statistic.P95.of(new double[] {7})).isEqualTo(7);
        assertThat(Statistic.P95.of(Arrays.copyOf(hundred, 20))).isEqualTo(19);
    }

    @Test
    void standardDeviationOfTheTextbookExample() {
        double[] values = {2, 4, 4, 4, 5, 5, 7, 9};
        assertThat(Summary.standardDeviation(values)).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
        assertThat(Summary.standardDeviation(new double[] {3})).isZero();
    }

    @Test
    void bootstrapIsSeededAndCoversTheNormalInterval() {
        SplittableRandom random = new SplittableRandom(7);
        double[] values = random.doubles(400).toArray();
        Interval first = Bootstrap.interval(400, 42, i -> mean(values, i));
        assertThat(Bootstrap.interval(400, 42, i -> mean(values, i))).isEqualTo(first);
        assertThat(Bootstrap.interval(400, 43, i -> mean(values, i))).isNotEqualTo(first);
        double half = 1.96 * Summary.standardDeviation(values) / Math.sqrt(400);
        double middle = Statistic.MEAN.of(values);
        assertThat(first.low()).isCloseTo(middle - half, within(half * 0.1));
        assertThat(first.high()).isCloseTo(middle + half, within(half * 0.1));
    }

    @Test
    void bootstrapCoversTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(11);
        int covered = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] values = random.doubles(60).toArray();
            Interval interval = Bootstrap.interval(60, trial, i -> mean(values, i));
            covered += interval.low() <= 0.5 && interval.high() >= 0.5 ? 1 : 0;
        }
        assertThat(covered).isBetween(180, 198);
    }

    @Test
    void oneUnitHasAnIntervalOfWidthZero() {
        assertThat(Bootstrap.interval(1, 1, i -> 5).width()).isZero();
        assertThat(new Interval(0.1, 2).excludesZero()).isTrue();
        assertThat(new Interval(-1, 2).excludesZero()).isFalse();
    }

    private static double mean(double[] values, int[] chosen) {
        double sum = 0;
        for (int i : chosen) {
            sum += values[i];
        }
        return sum / chosen.length;
    }
}
