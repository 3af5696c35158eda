package dev.engram.commands.view;

import dev.engram.base.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress on a terminal: one line that is rewritten; without a terminal a plain line every few
 * seconds. Thread-safe.
 */
public final class TerminalProgress implements Progress, AutoCloseable {

    private static final long TERMINAL_INTERVAL_NANOS = 100_000_000L;
    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier clock;
    private long nextNanos;
    private boolean lineOpen;

    public TerminalProgress(PrintStream err) {
        this(err, System.console() != null && System.console().isTerminal(), System::nanoTime);
    }

    /**
     * @param clock in nanoseconds
     */
    TerminalProgress(PrintStream err, boolean terminal, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
        this.nextNanos = clock.getAsLong() + (terminal ? 300_000_000L : PLAIN_INTERVAL_NANOS);
    }

    @Override
    public synchronized void update(String phase, long done, long total, Unit unit) {
        long now = clock.getAsLong();
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + (terminal ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS);
        String line = describe(phase, done, total, unit);
        if (terminal) {
            err.print("\r\u001b[K" + line);
            err.flush();
            lineOpen = true;
        } else {
            err.println(line);
        }
    }

    /** Prints a notice on a line of its own. */
    public synchronized void println(String notice) {
        clear();
        err.println(notice);
    }

    @Override
    public synchronized void close() {
        clear();
    }

    private void clear() {
        if (lineOpen) {
            err.print("\r\u001b[K");
            err.flush();
            lineOpen = false;
        }
    }

    /** One line such as {@code reading files: 12.0 of 80.5 MB (14 %)}. */
    public static String describe(String phase, long done, long total, Unit unit) {
        String amount =
                switch (unit) {
                    case BYTES ->
                            megabytes(done) + (total >= 0 ? " of " + megabytes(total) : "") + " MB";
                    case ITEMS, TOKENS ->
                            done
                                    + (total >= 0 ? " of " + total : "")
                                    + (unit == Unit.TOKENS ? " tokens" : "");
                };
        String share = total > 0 ? " (" + share(done, total) + " %)" : "";
        return phase + ": " + amount + share;
    }

    private static long share(long done, long total) {
        return Math.clamp((long) (100.0 * done / total), 0, 100);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
