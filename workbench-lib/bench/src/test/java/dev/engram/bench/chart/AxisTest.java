package dev.engram.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

    @ParameterizedTest
    @CsvSource({
        "0, 10", "24.31, 24.35", "5.0001, 5.0009", "1e9, 1000000001", "1.7e18, 1.7e18",
        "2147483648, 2147483649", "-3e-9, 4e-9", "0, 0", "1e300, 2e300", "-1e15, -999999999999999",
        "0.1, 0.30000000000000004", "123456789012, 123456789013"
    })
    void theLabelsOfAnAxisDiffer(double low, double high) {
        Axis axis = Axis.over(low, high, false, false, 0, 100);
        assertThat(axis.ticks()).hasSizeBetween(2, 20);
        assertThat(axis.labels()).hasSameSizeAs(axis.ticks()).doesNotHaveDuplicates();
        assertThat(axis.at(low)).isBetween(-1e-6, 100.000001);
        assertThat(axis.at(high)).isBetween(-1e-6, 100.000001);
    }

    @Property
    void labelsSayTheirTicks(
            @ForAll @DoubleRange(min = -1e12, max = 1e12) double low,
            @ForAll @IntRange(min = -8, max = 13) int exponent,
            @ForAll boolean zero) {
        double high = low + Math.pow(10, exponent);
        Axis axis = Axis.over(low, high, false, zero, 0, 100);
        List<Double> ticks = axis.ticks();
        List<String> labels = axis.labels();
        assertThat(ticks).hasSizeBetween(2, 20).isSorted();
        assertThat(labels).doesNotHaveDuplicates();
        double step = ticks.get(1) - ticks.get(0);
        for (int i = 0; i < ticks.size(); i++) {
            assertThat(read(labels.get(i)))
                    .as("tick %s of %s", ticks.get(i), ticks)
                    .isCloseTo(ticks.get(i), within(step / 2));
        }
    }

    private static double read(String label) {
        String[] parts = label.split(" ");
        double factor =
                parts.length == 1
                        ? 1
                        : switch (parts[1]) {
                            case "k" -> 1e3;
                            case "M" -> 1e6;
                            default -> 1e9;
                        };
        return Double.parseDouble(parts[0]) * factor;
    }

    @Property
    void placesKeepTheOrderAndTheRatiosOfTheData(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
        Axis axis = Axis.over(Math.min(a, b), Math.max(a, b), false, false, 0, 100);
        double middle = a / 2 + b / 2;
        assertThat(axis.at(middle)).isCloseTo((axis.at(a) + axis.at(b)) / 2, within(1e-6));
        if (a < b) {
            assertThat(axis.at(a)).isLessThanOrEqualTo(axis.at(b));
        }
    }

    @Test
    void barsStartAtZeroWhateverTheSign() {
        assertThat(Axis.over(3, 7, false, true, 0, 100).low()).isZero();
        assertThat(Axis.over(-7, -3, false, true, 0, 100).high()).isZero();
        Axis both = Axis.over(-2, 5, false, true, 0, 100);
        assertThat(both.low()).isLessThanOrEqualTo(-2);
        assertThat(both.high()).isGreaterThanOrEqualTo(5);
        assertThat(both.ticks()).contains(0.0);
    }

    @Test
    void aLogarithmicAxisPutsEqualRatiosAtEqualDistances() {
        Axis axis = Axis.over(1, 1000, true, false, 0, 300);
        double decade = axis.at(10) - axis.at(1);
        assertThat(axis.at(100) - axis.at(10)).isCloseTo(decade, within(1e-9));
        assertThat(axis.at(1000) - axis.at(100)).isCloseTo(decade, within(1e-9));
        assertThat(axis.labels()).contains("1", "10", "100", "1000");
    }

    @Test
    void withoutPositiveDataALogarithmicAxisIsLinear() {
        assertThat(Axis.over(0, 10, true, false, 0, 100).log()).isFalse();
        assertThat(Axis.over(-1, 10, true, true, 0, 100).log()).isFalse();
        assertThat(Axis.over(1, 10, true, true, 0, 100).log()).isTrue();
    }
}
