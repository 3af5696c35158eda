package dev.engram.commands.view;

import dev.engram.base.Progress;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Progress on a terminal: one line that is rewritten; without a terminal a plain line every few
 * seconds. Thread-safe.
 */
public final class TerminalProgress implements Progress, AutoCloseable {

    private static final long TERMINAL_INTERVAL_NANOS = 100_000_000L;
    private static final long PLAIN_INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private long nextNanos;
    private boolean lineOpen;

    public TerminalProgress(PrintStream err) {
        this(err, System.console() != null && System.console().isTerminal());
    }

    TerminalProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.nextNanos = System.nanoTime() + (terminal ? 300_000_000L : PLAIN_INTERVAL_NANOS);
    }

    @Override
    public synchronized void update(String phase, long done, long total, Unit unit) {
        long now = System.nanoTime();
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
        String share = total > 0 ? " (" + Math.min(100, done * 100 / total) + " %)" : "";
        return phase + ": " + amount + share;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
