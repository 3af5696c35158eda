package dev.engram.bench;

/**
 * A confidence interval.
 *
 * @param low lower end, inclusive
 * @param high upper end, inclusive
 */
public record Interval(double low, double high) {

    /** Whether zero lies outside: the difference has a sign. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }

    public double width() {
        return high - low;
    }
}
