package dev.engram.models.internal;

import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import dev.engram.models.internal.engine.Engine;
import java.util.concurrent.atomic.AtomicBoolean;

/** A user's handle on a shared engine. */
public final class EngineModel implements LanguageModel {

    private final Engine engine;
    private final Runnable release;
    private final ModelInfo info;
    private final AtomicBoolean closed = new AtomicBoolean();

    EngineModel(Engine engine, Runnable release) {
        this.engine = engine;
        this.release = release;
        this.info = ModelInfo.of(engine.model().file());
    }

    private Engine open() {
        if (closed.get()) {
            throw new IllegalStateException("the model is closed");
        }
        return engine;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public int countTokens(String text) {
        return open().model().vocabulary().tokenize(text, false).length;
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        return open().countPromptTokens(request);
    }

    @Override
    public int contextTokens() {
        return open().room();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        return open().submit(request);
    }

    /**
     * Goes on with an answer that was begun elsewhere.
     *
     * @param soFar text of the answer; the result carries only what follows, its usage counts all
     * @param reuse whether what a slot still holds of the prompt may be taken over
     */
    public Generation resume(GenerationRequest request, String soFar, boolean reuse) {
        return open().submit(request, soFar, reuse);
    }

    /** Grows with every step of the engine: where it stands still, the engine idles or hangs. */
    public long steps() {
        return engine.steps();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
