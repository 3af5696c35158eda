package dev.engram.base;

/**
 * How long work of ours is stopped: the thread that called it is interrupted. Every loop that may
 * run for more than a few hundred milliseconds calls {@link #check}; whoever waits for worker
 * threads passes the interrupt on to them.
 */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Throws if the current thread was interrupted, and clears the flag.
     *
     * @param state what is left behind, for the user: {@code "the engram keeps its last snapshot"}
     * @throws WorkbenchException of category INTERRUPTED
     */
    public static void check(String state) {
        if (Thread.interrupted()) {
            throw WorkbenchException.interrupted("interrupted: " + state);
        }
    }
}
