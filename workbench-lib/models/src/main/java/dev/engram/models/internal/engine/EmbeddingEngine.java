package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.LoadOptions.Adapter;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Embeds texts in a context of its own. Thread-safe: one text at a time. */
public final class EmbeddingEngine implements AutoCloseable {

    private final NativeModel model;
    private final DecodeContext context;
    private final TokenBatch batch;
    private boolean closed;

    /**
     * @param contextTokens most tokens of a text
     * @param threads threads of one pass; 0 takes the free cores
     */
    public EmbeddingEngine(
            NativeRuntime runtime,
            NativeModel model,
            int contextTokens,
            int threads,
            List<Adapter> adapters)
            throws IOException {
        this.model = model;
        ContextShape shape =
                new ContextShape(
                        contextTokens,
                        contextTokens,
                        1,
                        threads,
                        dev.engram.models.gguf.GgmlType.F16,
                        true);
        this.context =
                new DecodeContext(
                        runtime,
                        model,
                        shape,
                        ThreadBudget.SHARED,
                        ContextExtras.embedding(model.adapters(runtime, adapters)));
        this.batch = context.newBatch();
    }

    public NativeModel model() {
        return model;
    }

    public int room() {
        return context.room();
    }

    public int dimensions() {
        return Math.toIntExact(model.file().architectureWhole("embedding_length").orElseThrow());
    }

    /** The mean of the last layer over the tokens of a text. */
    public synchronized float[] mean(String text) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        int[] tokens = model.vocabulary().tokenize(text, false);
        boolean begin = model.vocabulary().addsBegin();
        int count = tokens.length + (begin ? 1 : 0);
        if (tokens.length == 0) {
            throw WorkbenchException.usage("the text has no tokens", "give some text");
        }
        if (count > room()) {
            throw WorkbenchException.usage(
                    "the text has %d tokens, the context holds %d".formatted(count, room()),
                    "embed it in parts, or give a larger context");
        }
        context.abort(false); // Before an interrupt can ask for the opposite.
        return StoppableCall.run(
                () -> pass(tokens, begin),
                () -> context.abort(true),
                "interrupted: the text was not embedded");
    }

    private float[] pass(int[] tokens, boolean begin) {
        context.truncate(0, 0);
        batch.clear();
        int at = 0;
        if (begin) {
            batch.add(model.vocabulary().begin(), at++, 0, true);
        }
        for (int token : tokens) {
            batch.add(token, at++, 0, true);
        }
        if (context.decode(batch) == DecodeContext.Outcome.ABORTED) {
            throw new CancellationException();
        }
        return context.embedding(0);
    }

    @Override
    public synchronized void close() {
        closed = true;
        context.close();
    }
}
