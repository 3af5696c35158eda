package dev.engram.bench;

import java.util.Locale;

/** Numbers as people read them in tables: four significant digits, no exponent where avoidable. */
public final class Numbers {

    private Numbers() {}

    /** Such as {@code 0.6481}, {@code 88.12}, {@code 4096}, {@code 91234567}. */
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1000 || value == Math.rint(value) && size < 1e15) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int digits = 3 - (int) Math.floor(Math.log10(size));
        return String.format(Locale.ROOT, "%." + Math.min(6, Math.max(0, digits)) + "f", value);
    }

    /** A signed number, for differences. */
    public static String signed(double value) {
        return value > 0 ? "+" + text(value) : text(value);
    }
}
