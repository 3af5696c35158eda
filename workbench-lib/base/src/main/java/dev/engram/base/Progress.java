package dev.engram.base;

/**
 * Receives the advance of one long operation. Called from the working threads, so implementations
 * are thread-safe, return at once and throttle what they show.
 */
@FunctionalInterface
public interface Progress {

    /** What the numbers of a phase count. */
    enum Unit {
        BYTES,
        ITEMS,
        TOKENS
    }

    /**
     * Reports the state of a phase.
     *
     * @param phase a short name in plain words, such as {@code "reading files"}
     * @param done how much is done, in {@code unit}
     * @param total how much there is, or a negative number where it is not known yet
     * @param unit what is counted
     */
    void update(String phase, long done, long total, Unit unit);

    /** Swallows everything. */
    static Progress none() {
        return (phase, done, total, unit) -> {};
    }
}
