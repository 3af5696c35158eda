package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import dev.engram.models.LanguageModel;
import dev.failsafe.CircuitBreaker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One model of a pool, opened when it is first asked. It remembers how long its answers take
 * (exponentially weighted, the newest with a fifth) and rests for a while after failing several
 * times in a row. Thread-safe.
 */
final class PoolMember implements AutoCloseable {

    private static final double NEWEST = 0.2;
    private static final int FAILURES_BEFORE_REST = 5;

    private final String id;
    private final int slots;
    private final ModelOpener opener;
    private final Semaphore free;
    private final CircuitBreaker<Object> breaker;
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable LanguageModel model;
    private boolean closed;
    private double latencyMillis;
    private long answered;
    private long failed;
    private String lastProblem = "";

    PoolMember(String id, int slots, ModelOpener opener, Duration rest) {
        this.id = id;
        this.slots = slots;
        this.opener = opener;
        this.free = new Semaphore(slots, true);
        this.breaker =
                CircuitBreaker.builder()
                        .withFailureThreshold(FAILURES_BEFORE_REST)
                        .withDelay(rest)
                        .build();
    }

    String id() {
        return id;
    }

    int slots() {
        return slots;
    }

    int active() {
        return slots - free.availablePermits();
    }

    int waiting() {
        return free.getQueueLength();
    }

    boolean rests() {
        return breaker.isOpen();
    }

    /** The breaker's word whether this request may go through; each call must be followed up. */
    boolean admits() {
        return breaker.tryAcquirePermit();
    }

    /**
     * How long a new request would take, by queue length and measured latency: relative where
     * nothing was measured yet.
     */
    synchronized double expectedMillis(double unknownLatency) {
        double latency = answered == 0 ? unknownLatency : latencyMillis;
        return (active() + waiting() + 1.0) / slots * latency;
    }

    synchronized double latencyMillis() {
        return latencyMillis;
    }

    /** Waits for a slot; false once the deadline has passed. */
    boolean acquire(Deadline deadline) throws InterruptedException {
        return free.tryAcquire(deadline.leftMillis(), TimeUnit.MILLISECONDS);
    }

    void release() {
        free.release();
    }

    /**
     * The model, opened on the first call. While it is being opened, which may take a minute,
     * nothing else of the member is locked.
     *
     * @throws WorkbenchException FAILED if the deadline passes while another request opens it;
     *     INTERRUPTED
     */
    LanguageModel model(Deadline deadline) throws IOException {
        LanguageModel known = opened();
        if (known != null) {
            return known;
        }
        try {
            if (!opening.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.deadline(deadline, "waited for " + id + " to be opened");
            }
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted while " + id + " was opened");
        }
        try {
            known = opened();
            return known != null ? known : kept(opener.open(id, slots));
        } finally {
            opening.unlock();
        }
    }

    private synchronized @Nullable LanguageModel opened() {
        if (closed) {
            throw closedPool();
        }
        return model;
    }

    private LanguageModel kept(LanguageModel fresh) {
        synchronized (this) {
            if (!closed) {
                model = fresh;
                return fresh;
            }
        }
        fresh.close();
        throw closedPool();
    }

    private static WorkbenchException closedPool() {
        return WorkbenchException.resource("the pool is closed", "open it again", null);
    }

    synchronized void answered(double millis) {
        latencyMillis = answered == 0 ? millis : (1 - NEWEST) * latencyMillis + NEWEST * millis;
        answered++;
        breaker.recordSuccess();
    }

    /** The model did not fail, nor did it answer: a refusal of the request, a cancellation. */
    void neither() {
        breaker.recordSuccess();
    }

    synchronized void failed(Throwable problem) {
        failed++;
        lastProblem = Failures.reason(problem);
        breaker.recordFailure();
    }

    synchronized MemberStatus status() {
        return new MemberStatus(
                id,
                model != null,
                slots,
                active(),
                waiting(),
                answered,
                failed,
                Math.round(latencyMillis * 10) / 10.0,
                rests(),
                lastProblem);
    }

    @Override
    public synchronized void close() {
        closed = true;
        LanguageModel open = model;
        model = null;
        if (open != null) {
            open.close();
        }
    }
}
