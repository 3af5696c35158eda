package dev.engram.models.internal;

import dev.engram.models.ModelInfo;
import dev.engram.models.TextEmbeddings;
import dev.engram.models.internal.engine.EmbeddingEngine;
import java.util.concurrent.atomic.AtomicBoolean;

/** A user's handle on an engine for embeddings, which it owns. */
final class EmbeddingHandle implements TextEmbeddings {

    private final EmbeddingEngine engine;
    private final Runnable release;
    private final ModelInfo info;
    private final AtomicBoolean closed = new AtomicBoolean();

    EmbeddingHandle(EmbeddingEngine engine, Runnable release) {
        this.engine = engine;
        this.release = release;
        this.info = ModelInfo.of(engine.model().file());
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public int dimensions() {
        return engine.dimensions();
    }

    @Override
    public int contextTokens() {
        return engine.room();
    }

    @Override
    public float[] embed(String text) {
        if (closed.get()) {
            throw new IllegalStateException("the model is closed");
        }
        float[] vector = engine.mean(text);
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float length = (float) Math.sqrt(squares);
        if (length > 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] /= length;
            }
        }
        return vector;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            engine.close();
            release.run();
        }
    }
}
