package dev.engram.kernel.extension;

import dev.engram.base.Progress;
import dev.engram.commands.view.HtmlView;
import dev.engram.commands.view.TerminalProgress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * The progress of one magic: one line with a bar while it runs; in the end a line that stays, with
 * each phase's amount and seconds. Work that ends within a fifth of a second shows nothing.
 * Thread-safe.
 */
final class ProgressBoard implements Progress {

    private static final long QUIET_NANOS = 200_000_000L;

    private final UpdatingDisplay display;
    private final LongSupplier nanoTime;
    private final long beginNanos;
    private final Map<String, Phase> phases = new LinkedHashMap<>();
    private String current = "";
    private boolean changed;
    private boolean succeeded;

    ProgressBoard(UpdatingDisplay display, LongSupplier nanoTime) {
        this.display = display;
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
    }

    private record Phase(long done, long total, Unit unit, long beginNanos, long endNanos) {}

    @Override
    public synchronized void update(String phase, long done, long total, Unit unit) {
        long now = nanoTime.getAsLong();
        Phase before = phases.get(phase);
        long begin = before == null ? now : before.beginNanos;
        phases.put(phase, new Phase(done, total, unit, begin, now));
        current = phase;
        changed = true;
    }

    /** Shows the current phase, if something changed since the last time. */
    synchronized void show() {
        if (!changed || nanoTime.getAsLong() - beginNanos < QUIET_NANOS) {
            return;
        }
        changed = false;
        Phase phase = java.util.Objects.requireNonNull(phases.get(current));
        String line = TerminalProgress.describe(current, phase.done, phase.total, phase.unit);
        String bar =
                phase.total > 0
                        ? "<progress style='width: 16em; vertical-align: middle' max='%d' value='%d'></progress> "
                                .formatted(phase.total, Math.clamp(phase.done, 0, phase.total))
                        : "";
        display.show(line, "<div>" + bar + HtmlView.escape(line) + "</div>");
    }

    synchronized void succeeded() {
        succeeded = true;
    }

    /** Replaces the bar by the line that stays. */
    synchronized void finish() {
        if (!display.shown()) {
            return;
        }
        StringJoiner line = new StringJoiner(" · ", succeeded ? "" : "stopped: ", "");
        phases.forEach((name, phase) -> line.add(name + " " + amount(phase) + seconds(phase)));
        if (phases.size() > 1) {
            line.add("total " + seconds(nanoTime.getAsLong() - beginNanos));
        }
        display.show(line.toString(), "<div>" + HtmlView.escape(line.toString()) + "</div>");
    }

    private static String amount(Phase phase) {
        String described = TerminalProgress.describe("", phase.done, -1, phase.unit);
        return described.substring(described.indexOf(':') + 2) + " in ";
    }

    private static String seconds(Phase phase) {
        return seconds(phase.endNanos - phase.beginNanos);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
