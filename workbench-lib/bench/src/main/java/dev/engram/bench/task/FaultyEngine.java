package dev.engram.bench.task;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * A real model with faults put in: those that the calling thread ordered, once each. Thread-safe.
 */
final class FaultyEngine implements LanguageModel {

    /** What goes wrong. */
    enum Fault {
        NONE,
        /** The engine refuses to start. */
        ERROR,
        /** The engine breaks after the first piece. */
        BREAK,
        /** The engine decodes, but its answer never comes. */
        HANG,
        /** The caller gives up after the first piece. */
        CANCEL
    }

    private final LanguageModel real;
    private final ThreadLocal<Fault> ordered;

    /**
     * @param real closed with this
     * @param ordered what the next request of a thread meets
     */
    FaultyEngine(LanguageModel real, ThreadLocal<Fault> ordered) {
        this.real = real;
        this.ordered = ordered;
    }

    @Override
    public ModelInfo info() {
        return real.info();
    }

    @Override
    public int countTokens(String text) {
        return real.countTokens(text);
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return real.countPromptTokens(request);
    }

    @Override
    public int contextTokens() {
        return real.contextTokens();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        Fault fault = ordered.get();
        ordered.set(Fault.NONE);
        if (fault == Fault.ERROR) {
            throw broken("would not start");
        }
        return new Faulty(real.generate(request), fault);
    }

    private static WorkbenchException broken(String how) {
        return WorkbenchException.resource("injected: the engine " + how, "ask again", null);
    }

    @Override
    public void close() {
        real.close();
    }

    private static final class Faulty implements Generation {
        private final Generation running;
        private final Fault fault;
        private final CountDownLatch cancelled = new CountDownLatch(1);

        private Faulty(Generation running, Fault fault) {
            this.running = running;
            this.fault = fault;
        }

        @Override
        public GenerationResult forEachToken(Consumer<String> sink) {
            return switch (fault) {
                case NONE, ERROR -> running.forEachToken(sink);
                case BREAK ->
                        running.forEachToken(
                                piece -> {
                                    sink.accept(piece);
                                    throw broken("broke");
                                });
                case HANG -> {
                    try {
                        cancelled.await();
                    } catch (InterruptedException e) {
                        running.cancel();
                        throw WorkbenchException.interrupted("interrupted while hanging");
                    }
                    yield running.forEachToken(piece -> {});
                }
                case CANCEL ->
                        running.forEachToken(
                                piece -> {
                                    sink.accept(piece);
                                    Thread.currentThread().interrupt();
                                });
            };
        }

        @Override
        public GenerationResult result() {
            return forEachToken(piece -> {});
        }

        @Override
        public void cancel() {
            running.cancel();
            cancelled.countDown();
        }

        @Override
        public boolean done() {
            return running.done();
        }
    }
}
