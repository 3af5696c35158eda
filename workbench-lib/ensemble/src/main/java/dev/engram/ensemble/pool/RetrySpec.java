package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;

/**
 * How often and how soon a failed request is tried again.
 *
 * @param tries attempts on the pool that was asked, and as many on its fallback; 1 to 10
 * @param firstPauseMillis before the second attempt; doubled for each further one
 * @param longestPauseMillis the pause grows no longer than this
 */
public record RetrySpec(int tries, long firstPauseMillis, long longestPauseMillis) {

    /** Three tries, after pauses of 0.2 and 0.4 s. */
    public static final RetrySpec DEFAULT = new RetrySpec(3, 200, 5_000);

    /**
     * @throws WorkbenchException USAGE naming the value out of range
     */
    public RetrySpec {
        if (tries < 1 || tries > 10 || firstPauseMillis < 1) {
            throw WorkbenchException.usage(
                    "tries " + tries + " or pause " + firstPauseMillis + " ms out of range",
                    "tries 1 to 10, a first pause of at least 1 ms");
        }
        longestPauseMillis = Math.max(longestPauseMillis, firstPauseMillis + 1);
    }
}
