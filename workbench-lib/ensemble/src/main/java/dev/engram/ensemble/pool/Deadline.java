package dev.engram.ensemble.pool;

import java.util.concurrent.TimeUnit;

/**
 * The moment by which a request must be answered.
 *
 * @param atNanos on the clock of {@link System#nanoTime}
 * @param allowedMillis what was allowed, for messages
 */
public record Deadline(long atNanos, long allowedMillis) {

    /** So many milliseconds from now, at least 1. */
    public static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), millis);
    }

    /** 0 once it has passed. */
    public long leftMillis() {
        return Math.max(0, (atNanos - System.nanoTime()) / 1_000_000);
    }

    public boolean passed() {
        return System.nanoTime() - atNanos >= 0;
    }
}
