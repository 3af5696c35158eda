package dev.engram.ensemble.pool;

import dev.engram.models.Generation;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cancels a generation when its time is over; and where the engine does not react to that,
 * interrupts the thread that waits for it.
 */
final class DeadlineWatch implements AutoCloseable {

    private static final long GRACE_MILLIS = 2_000;

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("engram-deadlines").factory());
        // else every answered request would be kept until its deadline
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** How many alarms are set, of all requests. */
    static int alarms() {
        return TIMER.getQueue().size();
    }

    private final Thread waiting = Thread.currentThread();
    private final ScheduledFuture<?> cancelling;
    private final ScheduledFuture<?> interrupting;
    private volatile boolean expired;
    private boolean over;
    private boolean interrupted;

    DeadlineWatch(Generation generation, Deadline deadline) {
        long left = deadline.leftMillis();
        this.cancelling = TIMER.schedule(() -> expire(generation), left, TimeUnit.MILLISECONDS);
        this.interrupting =
                TIMER.schedule(this::interrupt, left + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void expire(Generation generation) {
        expired = true;
        generation.cancel();
    }

    /** Whether the generation was cancelled from here. */
    boolean expired() {
        return expired;
    }

    private synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            waiting.interrupt();
        }
    }

    /** Whether the interrupt of the thread came from here; it is gone then. */
    synchronized boolean interruptedByWatch() {
        return interrupted;
    }

    @Override
    public synchronized void close() {
        over = true;
        cancelling.cancel(false);
        interrupting.cancel(false);
        if (interrupted) {
            // Ours, and it was answered or came too late: nobody else is to find it.
            boolean cleared = Thread.interrupted();
            assert cleared || !waiting.isInterrupted();
        }
    }
}
