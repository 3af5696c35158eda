package dev.engram.kernel.runtime.internal.session;

import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.eval.CellEvaluator;
import dev.engram.kernel.runtime.internal.wire.JupyterMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Aims interrupts at the execution they were meant for. An interrupt and a request of the same
 * client session carry dates of one clock: an interrupt sent before a cell was requested is not
 * meant for it, one sent after is, even if it arrives first on its own socket. Thread-safe.
 */
final class Interrupts {

    private static final Duration EARLY = Duration.ofSeconds(5);

    private record Sent(String session, Instant date) {}

    private final CellEvaluator evaluator;
    private @Nullable JupyterMessage request;
    private @Nullable Execution execution;
    private @Nullable Sent early;

    Interrupts(CellEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** A cell begins; it may have been interrupted already. */
    synchronized void begin(JupyterMessage newRequest, Execution newExecution) {
        request = newRequest;
        execution = newExecution;
    }

    /** To be called when the cell can be stopped. */
    synchronized boolean interruptedBefore(JupyterMessage newRequest) {
        Sent sent = early;
        early = null;
        Instant asked = date(newRequest);
        return sent != null
                && asked != null
                && sent.session.equals(newRequest.session())
                && sent.date.isAfter(asked)
                && Duration.between(asked, sent.date).compareTo(EARLY) < 0;
    }

    synchronized void end() {
        request = null;
        execution = null;
    }

    /** An {@code interrupt_request} arrived. */
    synchronized void arrived(JupyterMessage interrupt) {
        Instant date = date(interrupt);
        JupyterMessage running = request;
        if (running == null) {
            early = date == null ? null : new Sent(interrupt.session(), date);
            return;
        }
        Instant asked = date(running);
        boolean sameClock = running.session().equals(interrupt.session());
        if (sameClock && date != null && asked != null && date.isBefore(asked)) {
            return;
        }
        now();
    }

    /** Stops whatever runs now. */
    synchronized void now() {
        Execution running = execution;
        if (running != null) {
            evaluator.interrupt(running);
        }
    }

    private static @Nullable Instant date(JupyterMessage message) {
        try {
            return OffsetDateTime.parse(message.date()).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
