package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Models that can stand in for each other, behind one bounded queue. A request goes to the model
 * with the shortest expected wait, by queue length and measured latency; beyond the queue it is
 * refused at once. Thread-safe. Closing closes the models.
 */
public final class ModelPool implements AutoCloseable {

    private final PoolSpec spec;
    private final List<PoolMember> members;
    private final EnsembleMetrics metrics;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final int room;

    /**
     * @param spec its models and limits
     * @param opener opens a model on its first request
     */
    public ModelPool(PoolSpec spec, ModelOpener opener, EnsembleMetrics metrics) {
        this.spec = spec;
        this.metrics = metrics;
        Duration rest = Duration.ofMillis(spec.restMillis());
        this.members =
                spec.models().stream()
                        .map(id -> new PoolMember(id, spec.slots(), opener, rest))
                        .toList();
        this.room = spec.slots() * members.size() + spec.queue();
        metrics.watch(this);
    }

    public String name() {
        return spec.name();
    }

    public PoolSpec spec() {
        return spec;
    }

    /** Requests being worked on or waiting. */
    public int load() {
        return inside.get();
    }

    /** How long a new request would take here, relative where nothing was measured yet. */
    public double expectedMillis() {
        double unknown = unknownLatency();
        return members.stream()
                .filter(m -> !m.rests())
                .mapToDouble(m -> m.expectedMillis(unknown))
                .min()
                .orElse(Double.MAX_VALUE);
    }

    /** A model that was never asked is taken for as fast as the fastest, so that it is tried. */
    private double unknownLatency() {
        return members.stream()
                .mapToDouble(PoolMember::latencyMillis)
                .filter(l -> l > 0)
                .min()
                .orElse(1);
    }

    /**
     * Asks once. Interrupting the calling thread cancels the request.
     *
     * @param stream receives the answer piece by piece
     * @param avoid models to be asked only if there is no other; one that fails is added
     * @throws WorkbenchException RESOURCE if the queue is full; FAILED if the deadline passes;
     *     INTERRUPTED; or what keeps the model from answering
     */
    public Reply ask(
            GenerationRequest request,
            Deadline deadline,
            Consumer<String> stream,
            Set<String> avoid) {
        long start = System.nanoTime();
        if (inside.incrementAndGet() > room) {
            inside.decrementAndGet();
            refused.incrementAndGet();
            metrics.refused(name());
            PoolStatus now = status();
            throw Failures.full(name(), now.active(), now.waiting());
        }
        PoolMember member = choose(avoid);
        try {
            return asked(member, request, deadline, stream, start);
        } catch (RuntimeException e) {
            if (Failures.mayPass(e)) {
                avoid.add(member.id());
            }
            throw e;
        } finally {
            inside.decrementAndGet();
        }
    }

    /** Asks one model of the pool, whatever the others are doing. Otherwise as {@link #ask}. */
    public Reply askModel(
            String model, GenerationRequest request, Deadline deadline, Consumer<String> stream) {
        PoolMember member =
                members.stream()
                        .filter(m -> m.id().equals(model))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "no model '" + model + "' in pool " + name(),
                                                "its models: " + spec.models()));
        inside.incrementAndGet();
        try {
            return asked(member, request, deadline, stream, System.nanoTime());
        } finally {
            inside.decrementAndGet();
        }
    }

    private PoolMember choose(Set<String> avoid) {
        double unknown = unknownLatency();
        return members.stream()
                .min(
                        Comparator.<PoolMember>comparingInt(m -> m.rests() ? 1 : 0)
                                .thenComparingInt(m -> avoid.contains(m.id()) ? 1 : 0)
                                .thenComparingDouble(m -> m.expectedMillis(unknown)))
                .orElseThrow();
    }

    private Reply asked(
            PoolMember member,
            GenerationRequest request,
            Deadline deadline,
            Consumer<String> stream,
            long start) {
        boolean slot = false;
        try {
            slot = member.acquire(deadline);
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted while waiting for " + member.id());
        }
        if (!slot) {
            metrics.finished(name(), member.id(), "deadline", 0);
            throw Failures.deadline(deadline, "waited for a slot of " + member.id());
        }
        try {
            return generated(member, request, deadline, stream, start);
        } finally {
            member.release();
        }
    }

    private Reply generated(
            PoolMember member,
            GenerationRequest request,
            Deadline deadline,
            Consumer<String> stream,
            long start) {
        if (!member.admits()) {
            throw WorkbenchException.resource(
                    "model "
                            + member.id()
                            + " rests after failing: "
                            + member.status().lastProblem(),
                    "it is asked again after " + spec.restMillis() + " ms",
                    null);
        }
        long asked = System.nanoTime();
        try {
            GenerationResult result = generate(member.model(deadline), request, deadline, stream);
            double millis = (System.nanoTime() - asked) / 1e6;
            member.answered(millis);
            metrics.finished(name(), member.id(), "answered", millis);
            return new Reply(
                    result, name(), member.id(), 1, false, (System.nanoTime() - start) / 1e6);
        } catch (Error e) {
            // The breaker counts on hearing how each request ended.
            member.failed(e);
            metrics.finished(name(), member.id(), "failed", (System.nanoTime() - asked) / 1e6);
            throw e;
        } catch (IOException | RuntimeException e) {
            boolean ofTheModel = Failures.mayPassElsewhere(e) || Failures.isDeadline(e);
            if (ofTheModel) {
                member.failed(e);
            } else {
                member.neither();
            }
            metrics.finished(
                    name(),
                    member.id(),
                    Failures.isDeadline(e)
                            ? "deadline"
                            : Failures.isInterrupt(e)
                                    ? "cancelled"
                                    : ofTheModel ? "failed" : "refused",
                    (System.nanoTime() - asked) / 1e6);
            throw e instanceof RuntimeException runtime
                    ? runtime
                    : WorkbenchException.resource(Failures.reason(e), "see the cause", e);
        }
    }

    private static GenerationResult generate(
            LanguageModel model,
            GenerationRequest request,
            Deadline deadline,
            Consumer<String> stream) {
        Generation generation = model.generate(request);
        try (DeadlineWatch watch = new DeadlineWatch(generation, deadline)) {
            GenerationResult result;
            try {
                result = generation.forEachToken(stream);
            } catch (WorkbenchException e) {
                if (Failures.isInterrupt(e) && watch.interruptedByWatch()) {
                    throw Failures.deadline(deadline, model.info().id() + " does not react");
                }
                throw e;
            } catch (RuntimeException e) {
                generation.cancel();
                throw e;
            }
            if (result.finishReason() == GenerationResult.FinishReason.CANCELLED) {
                if (watch.expired()) {
                    throw Failures.deadline(
                            deadline,
                            model.info().id()
                                    + " had written "
                                    + result.usage().completionTokens()
                                    + " tokens");
                }
                throw WorkbenchException.interrupted("the request was cancelled");
            }
            return result;
        }
    }

    public PoolStatus status() {
        return new PoolStatus(
                name(),
                spec.queue(),
                refused.get(),
                spec.fallback(),
                members.stream().map(PoolMember::status).toList());
    }

    /** The model that a request of unknown kind would go to; opened if it is not yet. */
    public LanguageModel representative() throws IOException {
        return choose(Set.of()).model(Deadline.in(Long.MAX_VALUE >>> 24));
    }

    @Override
    public void close() {
        members.forEach(PoolMember::close);
    }
}
