package dev.engram.bench.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A numeric axis: from data to pixels, with round ticks.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param log whether it is logarithmic
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}
 */
record Axis(double low, double high, boolean log, double from, double to) {

    /**
     * An axis that shows all of the data with a little room.
     *
     * @param zero whether a linear axis starts at 0, as bars need
     */
    static Axis over(
            double minimum, double maximum, boolean log, boolean zero, double from, double to) {
        if (log && minimum > 0) {
            double low = Math.pow(10, Math.floor(Math.log10(minimum) * 3) / 3);
            double high = Math.pow(10, Math.ceil(Math.log10(maximum) * 3 + 0.2) / 3);
            return new Axis(low, high > low ? high : low * 10, true, from, to);
        }
        double low = zero ? Math.min(0, minimum) : minimum;
        double high = zero ? Math.max(0, maximum) : maximum;
        // a span below the precision of its ends has no ticks to tell apart
        double size = Math.max(Math.abs(low), Math.abs(high));
        double span = high - low <= size * 1e-9 ? Math.max(1e-9, size) : high - low;
        double step = step(span);
        double bottom = zero && low == 0 ? 0 : Math.floor((low - span * 0.04) / step) * step;
        double top = zero && high == 0 ? 0 : Math.ceil((high + span * 0.04) / step) * step;
        return new Axis(bottom, top > bottom ? top : bottom + 1, false, from, to);
    }

    double at(double value) {
        double share =
                log
                        ? (Math.log10(Math.max(value, low)) - Math.log10(low))
                                / (Math.log10(high) - Math.log10(low))
                        : (value - low) / (high - low);
        return from + share * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (log) {
            boolean few = Math.log10(high / low) < 2.5;
            for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
                for (int m : few ? new int[] {1, 2, 5} : new int[] {1}) {
                    double tick = m * Math.pow(10, e);
                    if (tick >= low * 0.999 && tick <= high * 1.001) {
                        ticks.add(tick);
                    }
                }
            }
            if (ticks.size() >= 3) {
                return ticks;
            }
            ticks.clear();
        }
        double step = step(high - low);
        double first = Math.ceil(low / step - 1e-6);
        long count = Math.min(20, Math.round(Math.floor(high / step + 1e-6) - first) + 1);
        for (long i = 0; i < count; i++) {
            ticks.add((first + i) * step);
        }
        return ticks;
    }

    /** What is written at the ticks: as short as numbers go, and long enough to differ. */
    List<String> labels() {
        List<Double> ticks = ticks();
        List<String> labels = ticks.stream().map(Axis::number).toList();
        for (int digits = 3; digits <= 15; digits++) {
            if (labels.stream().distinct().count() == labels.size()) {
                break;
            }
            MathContext precision = new MathContext(digits, RoundingMode.HALF_UP);
            labels =
                    ticks.stream()
                            .map(t -> new BigDecimal(t).round(precision).stripTrailingZeros())
                            .map(BigDecimal::toPlainString)
                            .toList();
        }
        return labels;
    }

    /** The step of 1, 2 or 5 times a power of ten that gives four to nine ticks. */
    private static double step(double span) {
        double power = Math.pow(10, Math.floor(Math.log10(span / 5)));
        double rest = span / 5 / power;
        return power * (rest < 1.5 ? 1 : rest < 3.5 ? 2 : rest < 7.5 ? 5 : 10);
    }

    /** A number as short as it can be read: {@code 0.25}, {@code 12.5 M}. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return plain(value / 1e9) + " G";
        }
        if (size >= 1e6) {
            return plain(value / 1e6) + " M";
        }
        if (size >= 1e5) {
            return plain(value / 1e3) + " k";
        }
        return plain(value);
    }

    private static String plain(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-4) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
