package dev.engram.models.internal;

import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import dev.engram.models.SavedPrompt;
import dev.engram.models.internal.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A user's handle on a shared engine. */
public final class EngineModel implements LanguageModel {

    private final Engine engine;
    private final Map<String, String> circumstances;
    private final Runnable release;
    private final ModelInfo info;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param circumstances what a saved prompt depends on
     */
    EngineModel(Engine engine, Map<String, String> circumstances, Runnable release) {
        this.engine = engine;
        this.circumstances = Map.copyOf(circumstances);
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
    public SavedPrompt savePrompt(GenerationRequest request, Path file) throws IOException {
        return open().savePrompt(request, file, circumstances);
    }

    @Override
    public SavedPrompt restorePrompt(Path file) throws IOException {
        return open().restorePrompt(file, circumstances);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
