package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.internal.natives.Llama;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.internal.natives.ParameterBlob;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A context of llama.cpp in which nothing can be called that would end the process: every token,
 * position, sequence and row is held against what the context knows. One thread at a time; only
 * {@link #abort} may come from others.
 */
public final class DecodeContext implements AutoCloseable {

    /** What a decode ended in. */
    enum Outcome {
        DONE,
        /** Stopped by {@link #abort}; the sequences are as before the call. */
        ABORTED
    }

    private final NativeRuntime runtime;
    private final Llama llama;
    private final NativeModel model;
    private final ContextShape shape;
    private final ThreadBudget budget;
    private final Arena arena = Arena.ofShared();
    private final AbortFlag abort = new AbortFlag(arena);
    private final MemorySegment pointer;
    private final MemorySegment memory;
    private final int room;
    private final int[] next;
    private final int[][] held;
    private int threads;
    private boolean[] rowHasLogits = new boolean[0];
    private boolean steady;
    private boolean closed;

    /**
     * @throws WorkbenchException RESOURCE if llama.cpp cannot make it, with its reason
     */
    public DecodeContext(NativeRuntime runtime, NativeModel model, ContextShape shape) {
        this(runtime, model, shape, ThreadBudget.SHARED, ContextExtras.NONE);
    }

    DecodeContext(
            NativeRuntime runtime,
            NativeModel model,
            ContextShape shape,
            ThreadBudget budget,
            ContextExtras extras) {
        this.runtime = runtime;
        this.llama = runtime.llama();
        this.model = model;
        this.shape = shape;
        this.budget = budget;
        this.threads = shape.threads() > 0 ? shape.threads() : budget.cores();
        runtime.log().clear();
        this.pointer = llama.newContext(model.pointer(), parameters(extras));
        if (pointer.address() == 0) {
            String reason = NativeReason.of(runtime.log().complaints());
            arena.close();
            throw WorkbenchException.resource(
                    "cannot make a context of "
                            + shape.tokensPerSequence()
                            + " tokens for "
                            + shape.sequences()
                            + " requests: "
                            + reason,
                    "ask for a smaller context; details: " + runtime.log().file(),
                    null);
        }
        adapt(extras);
        this.memory = llama.memory(pointer);
        this.room = Math.min(shape.tokensPerSequence(), llama.contextTokensPerSequence(pointer));
        this.next = new int[shape.sequences()];
        this.held = new int[shape.sequences()][room];
    }

    private ParameterBlob.Context parameters(ContextExtras extras) {
        ParameterBlob.Context parameters =
                llama.contextDefaults(arena)
                        .sizes(
                                shape.tokensPerSequence() * shape.sequences(),
                                shape.batchTokens(),
                                // The embedding of a text is the mean over one pass.
                                extras.meanEmbeddings()
                                        ? shape.batchTokens()
                                        : Math.min(shape.batchTokens(), 512),
                                shape.sequences())
                        .outputs(shape.batchTokens())
                        .threads(threads, threads)
                        .flashAttention(shape.flashAttention() ? -1 : 0)
                        .cacheTypes(shape.cacheType().id(), shape.cacheType().id())
                        .abort(abort.callback(), abort.data());
        if (extras.meanEmbeddings()) {
            parameters.embeddings(1);
        }
        if (extras.evaluation().address() != 0) {
            parameters.evaluation(extras.evaluation());
        }
        return parameters;
    }

    private void adapt(ContextExtras extras) {
        if (extras.adapters().isEmpty()) {
            return;
        }
        int code =
                llama.state()
                        .setAdapters(
                                pointer,
                                extras.adapters().stream()
                                        .map(NativeModel.ScaledAdapter::pointer)
                                        .toList(),
                                extras.adapters().stream()
                                        .map(NativeModel.ScaledAdapter::scale)
                                        .toList());
        if (code != 0) {
            llama.freeContext(pointer);
            arena.close();
            throw new WorkbenchException(
                    Category.FAILED,
                    "llama.cpp does not take the adapters (code " + code + ")",
                    "details: " + runtime.log().file(),
                    null);
        }
    }

    ContextShape shape() {
        return shape;
    }

    /** Tokens one sequence may hold. */
    int room() {
        return room;
    }

    /** The position the next token of a sequence must have. */
    int nextPosition(int sequence) {
        checkSequence(sequence);
        return next[sequence];
    }

    /** How many tokens at the start of a text a sequence still holds. */
    int commonStart(int sequence, int[] tokens) {
        checkSequence(sequence);
        int most = Math.min(next[sequence], tokens.length);
        int at = Arrays.mismatch(held[sequence], 0, most, tokens, 0, most);
        return at < 0 ? most : at;
    }

    TokenBatch newBatch() {
        return new TokenBatch(arena, shape.batchTokens());
    }

    /** Asks a running decode to stop, or takes that back. From any thread. */
    void abort(boolean stop) {
        synchronized (abort) {
            if (arena.scope().isAlive()) {
                abort.set(stop);
            }
        }
    }

    /**
     * Whether the next decodes take as many threads whatever else the machine does: flash attention
     * adds up by thread, so their number shows in the logits of a long context.
     */
    void steady(boolean on) {
        steady = on;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
    }

    private void checkSequence(int sequence) {
        if (sequence < 0 || sequence >= next.length) {
            throw new IllegalArgumentException(
                    "sequence " + sequence + " is out of range: there are " + next.length);
        }
    }

    /** Holds a batch against the context; llama.cpp itself would end the process on some. */
    private void check(TokenBatch batch) {
        checkOpen();
        if (batch.size() == 0) {
            throw new IllegalArgumentException("the batch is empty");
        }
        if (batch.size() > shape.batchTokens()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.size() + " tokens, at most " + shape.batchTokens());
        }
        int[] expected = next.clone();
        for (int row = 0; row < batch.size(); row++) {
            model.vocabulary().check(batch.token(row));
            int sequence = batch.sequence(row);
            checkSequence(sequence);
            int position = batch.position(row);
            if (position != expected[sequence]) {
                throw new IllegalArgumentException(
                        "position "
                                + position
                                + " of sequence "
                                + sequence
                                + " does not follow: expected "
                                + expected[sequence]);
            }
            if (position >= room) {
                throw new IllegalArgumentException(
                        "the context of " + room + " tokens is full in sequence " + sequence);
            }
            expected[sequence]++;
        }
    }

    /**
     * Decodes a batch.
     *
     * @throws IllegalArgumentException if the batch does not fit what the context holds
     * @throws WorkbenchException INTERNAL with llama.cpp's reason if it fails all the same
     */
    Outcome decode(TokenBatch batch) {
        check(batch);
        Arrays.fill(rowHasLogits, false);
        int code = decodeWithinBudget(batch);
        if (code == 0) {
            rememberRows(batch);
            return Outcome.DONE;
        }
        for (int row = 0; row < batch.size(); row++) {
            truncate(batch.sequence(row), next[batch.sequence(row)]);
        }
        if (code == 2) {
            return Outcome.ABORTED;
        }
        throw new WorkbenchException(
                Category.INTERNAL,
                "llama.cpp could not decode (code "
                        + code
                        + "): "
                        + NativeReason.of(runtime.log().complaints()),
                "details: " + runtime.log().file(),
                null);
    }

    private int decodeWithinBudget(TokenBatch batch) {
        int free = steady ? 1 : budget.freeCores();
        int wanted = shape.threads() > 0 ? shape.threads() : free;
        if (wanted != threads) {
            threads = wanted;
            llama.setThreads(pointer, threads, threads);
        }
        budget.acquire(wanted);
        try {
            return llama.decode(pointer, batch.segment());
        } finally {
            budget.release(wanted);
        }
    }

    private void rememberRows(TokenBatch batch) {
        if (rowHasLogits.length < batch.size()) {
            rowHasLogits = new boolean[shape.batchTokens()];
        }
        for (int row = 0; row < batch.size(); row++) {
            int sequence = batch.sequence(row);
            held[sequence][next[sequence]++] = batch.token(row);
            rowHasLogits[row] = batch.wantsLogits(row);
        }
    }

    private void checkRow(int row) {
        checkOpen();
        if (row < 0 || row >= rowHasLogits.length || !rowHasLogits[row]) {
            throw new IllegalArgumentException("row " + row + " of the last batch has no logits");
        }
    }

    /** The logits of a row of the last batch; valid until the next decode. */
    MemorySegment logits(int row) {
        checkRow(row);
        return llama.logits(pointer, row)
                .reinterpret((long) model.vocabulary().size() * Float.BYTES)
                .asReadOnly();
    }

    /** Copies the logits of a row of the last batch. */
    void copyLogits(int row, float[] into) {
        MemorySegment.copy(logits(row), ValueLayout.JAVA_FLOAT, 0, into, 0, into.length);
    }

    /** Chooses the next token from a row of the last batch. */
    int sample(SamplerChain chain, int row) {
        if (chain.plainGreedy()) {
            return Greedy.argMax(logits(row), model.vocabulary().size());
        }
        checkRow(row);
        return llama.samplers().sample(chain.pointer(), pointer, row);
    }

    /** The tokens a sequence holds. */
    int[] heldTokens(int sequence) {
        checkSequence(sequence);
        return Arrays.copyOf(held[sequence], next[sequence]);
    }

    /** Copies what a sequence holds out, in llama.cpp's own form. */
    MemorySegment saveSequence(int sequence, Arena into) {
        checkOpen();
        checkSequence(sequence);
        long bytes = llama.state().sequenceBytes(pointer, sequence);
        MemorySegment data = into.allocate(bytes, Long.BYTES);
        if (llama.state().saveSequence(pointer, data, sequence) != bytes) {
            throw new IllegalStateException("llama.cpp saved less than " + bytes + " bytes");
        }
        return data;
    }

    /**
     * Puts back what {@link #saveSequence} gave; what the sequence held before is forgotten.
     *
     * @param data from a context of the same model and make: llama.cpp trusts it
     * @return false if llama.cpp did not take it; the sequence is empty then
     */
    boolean restoreSequence(int sequence, int[] tokens, MemorySegment data) {
        truncate(sequence, 0);
        if (tokens.length > room) {
            throw new IllegalArgumentException(
                    tokens.length + " tokens do not fit the context of " + room);
        }
        if (llama.state().restoreSequence(pointer, data, sequence) != data.byteSize()) {
            llama.removePositions(memory, sequence, -1, -1);
            return false;
        }
        System.arraycopy(tokens, 0, held[sequence], 0, tokens.length);
        next[sequence] = tokens.length;
        return true;
    }

    /** The mean embedding of a sequence of the last batch; only of a context made for it. */
    float[] embedding(int sequence) {
        checkOpen();
        checkSequence(sequence);
        MemorySegment values = llama.state().embedding(pointer, sequence);
        if (values.address() == 0) {
            throw new IllegalArgumentException("sequence " + sequence + " has no embedding");
        }
        int width = llama.state().embeddingWidth(model.pointer());
        return values.reinterpret((long) width * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
    }

    /** Forgets a sequence from a position on. */
    void truncate(int sequence, int position) {
        checkOpen();
        checkSequence(sequence);
        if (position < 0 || position > next[sequence]) {
            throw new IllegalArgumentException(
                    "sequence " + sequence + " holds " + next[sequence] + " tokens");
        }
        if (llama.removePositions(memory, sequence, position, -1)) {
            next[sequence] = position;
        } else {
            // Recurrent networks cannot go back a part of the way.
            llama.removePositions(memory, sequence, -1, -1);
            next[sequence] = 0;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            llama.freeContext(pointer);
            synchronized (abort) {
                arena.close();
            }
        }
    }
}
