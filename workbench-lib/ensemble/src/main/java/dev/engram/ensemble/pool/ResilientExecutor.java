package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationRequest;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks a pool until it answers: several tries with exponentially growing pauses, each on another
 * model where there is one; then a fallback pool, likewise. What no try can mend (a request that
 * does not fit, a passed deadline, a cancellation) fails at once. Thread-safe.
 */
public final class ResilientExecutor {

    private final RetrySpec spec;
    private final EnsembleMetrics metrics;

    public ResilientExecutor(RetrySpec spec, EnsembleMetrics metrics) {
        this.spec = spec;
        this.metrics = metrics;
    }

    /**
     * @param stream receives the answer piece by piece; see that a new try may begin it again on a
     *     new line
     * @throws WorkbenchException the last problem, with what was tried
     */
    public Reply ask(
            ModelPool primary,
            Optional<ModelPool> fallback,
            GenerationRequest request,
            Deadline deadline,
            Consumer<String> stream) {
        long start = System.nanoTime();
        AtomicInteger tries = new AtomicInteger();
        ResumedStream resumed = new ResumedStream(stream);
        try {
            Reply reply = tried(primary, request, deadline, resumed, tries);
            return reply.after(tries.get(), false, (System.nanoTime() - start) / 1e6);
        } catch (RuntimeException first) {
            if (fallback.isEmpty() || !Failures.mayPassElsewhere(first)) {
                throw told(first, primary.name(), tries.get(), "");
            }
            metrics.fellBack(primary.name());
            try {
                Reply reply = tried(fallback.get(), request, deadline, resumed, tries);
                return reply.after(tries.get(), true, (System.nanoTime() - start) / 1e6);
            } catch (RuntimeException second) {
                throw told(
                        second,
                        fallback.get().name(),
                        tries.get(),
                        "pool '" + primary.name() + "': " + Failures.reason(first) + "; ");
            }
        }
    }

    private Reply tried(
            ModelPool pool,
            GenerationRequest request,
            Deadline deadline,
            ResumedStream resumed,
            AtomicInteger tries) {
        Set<String> failed = new HashSet<>();
        // Where not even the first pause fits into the time left, there is one try only.
        long left = deadline.leftMillis();
        boolean again = left > spec.firstPauseMillis();
        RetryPolicyBuilder<Reply> policy =
                RetryPolicy.<Reply>builder()
                        .handleIf(Failures::mayPass)
                        .withMaxAttempts(again ? spec.tries() : 1)
                        .withBackoff(
                                Duration.ofMillis(spec.firstPauseMillis()),
                                Duration.ofMillis(spec.longestPauseMillis()),
                                2)
                        .onRetry(e -> metrics.retried(pool.name()));
        if (again) {
            policy.withMaxDuration(Duration.ofMillis(left));
        }
        try {
            return Failsafe.with(policy.build())
                    .get(
                            () -> {
                                tries.incrementAndGet();
                                return pool.ask(request, deadline, resumed.attempt(), failed);
                            });
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                // Failsafe sets the flag again; the exception says it.
                boolean cleared = Thread.interrupted();
                throw WorkbenchException.interrupted(
                        "interrupted between two tries" + (cleared ? "" : ", late"));
            }
            throw e;
        }
    }

    private static RuntimeException told(
            RuntimeException last, String pool, int tries, String before) {
        if (tries <= 1 || Failures.isInterrupt(last)) {
            return last;
        }
        Category category = last instanceof WorkbenchException e ? e.category() : Category.INTERNAL;
        return new WorkbenchException(
                category,
                "no answer after "
                        + tries
                        + " tries: "
                        + before
                        + "pool '"
                        + pool
                        + "': "
                        + Failures.reason(last),
                last instanceof WorkbenchException e ? e.remedy() : null,
                last);
    }
}
