package dev.engram.ensemble.pattern;

import dev.engram.base.WorkbenchException;

/**
 * What an ensemble is asked.
 *
 * @param text the task, in plain words
 * @param pattern how models work on it
 * @param merge how answers of {@link Pattern#COMPARE} become one
 * @param maxTokens most tokens of each answer
 * @param maxContextTokens most tokens of retrieved text for each answer
 * @param deadlineMillis time for the whole; 0 for what the ensemble allows
 * @param temperature 0 for the likeliest answer, up to 2
 * @param seed of the random choice above temperature 0
 */
public record EnsembleTask(
        String text,
        Pattern pattern,
        Merge merge,
        int maxTokens,
        int maxContextTokens,
        long deadlineMillis,
        double temperature,
        long seed) {

    /** Length of each answer where nothing is said. */
    public static final int DEFAULT_MAX_TOKENS = 256;

    /** Length of retrieved text where nothing is said. */
    public static final int DEFAULT_CONTEXT_TOKENS = 400;

    /**
     * @throws WorkbenchException USAGE naming the value out of range
     */
    public EnsembleTask {
        text = text.strip();
        if (text.isEmpty()) {
            throw WorkbenchException.usage(
                    "no task given", "give --task TEXT, or a cell body below the magic");
        }
        if (maxTokens < 1 || maxContextTokens < 0 || deadlineMillis < 0) {
            throw WorkbenchException.usage(
                    "max-tokens, max-context-tokens or deadline out of range",
                    "give at least one token, and no negative numbers");
        }
    }

    /** With all else chosen. */
    public static EnsembleTask of(String text, Pattern pattern) {
        return new EnsembleTask(
                text,
                pattern,
                Merge.SIDE_BY_SIDE,
                DEFAULT_MAX_TOKENS,
                DEFAULT_CONTEXT_TOKENS,
                0,
                0,
                42);
    }

    public EnsembleTask withMerge(Merge way) {
        return new EnsembleTask(
                text, pattern, way, maxTokens, maxContextTokens, deadlineMillis, temperature, seed);
    }

    public EnsembleTask withMaxTokens(int tokens) {
        return new EnsembleTask(
                text, pattern, merge, tokens, maxContextTokens, deadlineMillis, temperature, seed);
    }

    public EnsembleTask withDeadlineMillis(long millis) {
        return new EnsembleTask(
                text, pattern, merge, maxTokens, maxContextTokens, millis, temperature, seed);
    }
}
