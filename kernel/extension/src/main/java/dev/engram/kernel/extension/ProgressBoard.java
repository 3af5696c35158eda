package dev.engram.kernel.extension;

import dev.engram.base.Markup;
import dev.engram.base.Progress;
import dev.engram.commands.view.TerminalProgress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/**
 * The progress of one magic: one line with a bar while it runs; in the end a line that stays, with
 * each phase's amount and seconds. Work that ends within a fifth of a second shows nothing.
 * Thread-safe.
 */
final class ProgressBoard implements Progress {

    private static final long QUIET_NANOS = 200_000_000L;

    /** With more phases the last line names only those that took a tenth of the time. */
    private static final int MOST_PHASES = 4;

    private final UpdatingDisplay display;
    private final LongSupplier nanoTime;
    private final long beginNanos;
    private final Map<String, Phase> phases = new LinkedHashMap<>();
    private String current = "";
    private String shownLine = "";
    private long lastNanos;
    private boolean changed;
    private boolean succeeded;

    ProgressBoard(UpdatingDisplay display, LongSupplier nanoTime) {
        this.display = display;
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
        this.lastNanos = beginNanos;
    }

    /** A phase's last report, and how long it has been the current one. */
    private record Phase(long done, long total, Unit unit, long nanos) {}

    @Override
    public synchronized void update(String phase, long done, long total, Unit unit) {
        passTime();
        Phase before = phases.get(phase);
        phases.put(phase, new Phase(done, total, unit, before == null ? 0 : before.nanos));
        current = phase;
        changed = true;
    }

    /** Counts the time since the last report as the current phase's. */
    private void passTime() {
        long now = nanoTime.getAsLong();
        long passed = now - lastNanos;
        lastNanos = now;
        phases.computeIfPresent(
                current, (name, p) -> new Phase(p.done, p.total, p.unit, p.nanos + passed));
    }

    /** Shows the current phase, if something changed since the last time. */
    synchronized void show() {
        if (!changed || nanoTime.getAsLong() - beginNanos < QUIET_NANOS) {
            return;
        }
        changed = false;
        Phase phase = Objects.requireNonNull(phases.get(current));
        String line = describe(phase);
        if (line.equals(shownLine)) {
            return;
        }
        shownLine = line;
        String bar =
                phase.total > 0
                        ? "<progress style='width: 16em; vertical-align: middle' max='%d' value='%d'></progress> "
                                .formatted(phase.total, Math.clamp(phase.done, 0, phase.total))
                        : "";
        display.show(line, "<div class='engram-progress'>" + bar + Markup.escape(line) + "</div>");
    }

    /** What has no amount yet shows its seconds instead. */
    private String describe(Phase phase) {
        return phase.done == 0 && phase.total < 0
                ? current + ": " + phase.nanos / 1_000_000_000L + " s"
                : TerminalProgress.describe(current, phase.done, phase.total, phase.unit);
    }

    synchronized void succeeded() {
        succeeded = true;
    }

    /** Replaces the bar by the line that stays. */
    synchronized void finish() {
        if (!display.shown()) {
            return;
        }
        passTime();
        StringJoiner line = new StringJoiner(" · ", succeeded ? "" : "stopped: ", "");
        long totalNanos = lastNanos - beginNanos;
        phases.forEach(
                (name, phase) -> {
                    if (phases.size() <= MOST_PHASES || phase.nanos >= totalNanos / 10) {
                        line.add(name + amount(phase) + seconds(phase.nanos));
                    }
                });
        if (phases.size() > 1) {
            line.add("total " + seconds(totalNanos));
        }
        display.show(
                line.toString(),
                "<div class='engram-progress'>" + Markup.escape(line.toString()) + "</div>");
    }

    private static String amount(Phase phase) {
        if (phase.done == 0) {
            return " in ";
        }
        String described = TerminalProgress.describe("", phase.done, -1, phase.unit);
        return described.substring(described.indexOf(':') + 1) + " in ";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
