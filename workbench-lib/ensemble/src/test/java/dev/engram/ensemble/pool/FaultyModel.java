package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes {@code NAME: one two three}, unless its script says otherwise for the next requests.
 * Thread-safe.
 */
public final class FaultyModel implements LanguageModel {

    /** What happens to a request. */
    public enum Fault {
        NONE,
        /** Fails at once. */
        ERROR,
        /** Fails after the first word. */
        ERROR_MIDWAY,
        /** Writes nothing until it is cancelled. */
        HANG,
        /** Writes nothing, and does not react to being cancelled. */
        DEAF,
        /** Refuses the request. */
        REFUSE,
        /** An error of the JVM, as of natives that do not link. */
        JVM_ERROR
    }

    private final String name;
    private final Deque<Fault> script = new ConcurrentLinkedDeque<>();
    private final AtomicInteger running = new AtomicInteger();
    public final AtomicInteger asked = new AtomicInteger();
    public final AtomicInteger mostAtOnce = new AtomicInteger();
    public volatile boolean closed;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FaultyModel(String name, Fault... faults) {
        this.name = name;
        script.addAll(List.of(faults));
    }

    public void next(Fault... faults) {
        script.addAll(List.of(faults));
    }

    /** Requests wait until the latch is open. */
    public void holdBehind(CountDownLatch latch) {
        gate = latch;
    }

    public int running() {
        return running.get();
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(name, name, "", "none", "F32", 1, 1, 32, 4096, 1, true, "");
    }

    @Override
    public int countTokens(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return request.messages().stream().mapToInt(m -> countTokens(m.content())).sum();
    }

    @Override
    public int contextTokens() {
        return 4096;
    }

    @Override
    public Generation generate(GenerationRequest request) {
        asked.incrementAndGet();
        Fault polled = script.poll();
        Fault fault = polled == null ? Fault.NONE : polled;
        if (fault == Fault.ERROR) {
            throw WorkbenchException.resource(name + " broke", "ask again", null);
        }
        if (fault == Fault.JVM_ERROR) {
            throw new UnsatisfiedLinkError(name + " does not link");
        }
        if (fault == Fault.REFUSE) {
            throw WorkbenchException.usage("too long for " + name, "shorten it");
        }
        return new Running(fault);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Running implements Generation {
        private final Fault fault;
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private volatile boolean done;

        private Running(Fault fault) {
            this.fault = fault;
        }

        @Override
        public GenerationResult forEachToken(Consumer<String> sink) {
            mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                gate.await();
                if (fault == Fault.HANG) {
                    cancelled.await();
                    return result("", GenerationResult.FinishReason.CANCELLED);
                }
                if (fault == Fault.DEAF) {
                    new CountDownLatch(1).await();
                }
                StringBuilder text = new StringBuilder();
                for (String word : List.of(name + ":", " one", " two", " three")) {
                    if (fault == Fault.ERROR_MIDWAY && !text.isEmpty()) {
                        throw WorkbenchException.resource(name + " broke midway", "again", null);
                    }
                    text.append(word);
                    sink.accept(word);
                }
                return result(text.toString(), GenerationResult.FinishReason.END);
            } catch (InterruptedException e) {
                throw WorkbenchException.interrupted("interrupted");
            } finally {
                done = true;
                running.decrementAndGet();
            }
        }

        private GenerationResult result(String text, GenerationResult.FinishReason reason) {
            return new GenerationResult(
                    text,
                    reason,
                    new GenerationResult.Usage(1, countTokens(text)),
                    new GenerationResult.Timings(0, 1, 1, 1, 1));
        }

        @Override
        public GenerationResult result() {
            return forEachToken(piece -> {});
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        @Override
        public boolean done() {
            return done;
        }
    }
}
