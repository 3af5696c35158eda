package dev.engram.models.embedding.internal.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A BERT-like encoder: from the token ids of one text to one vector a token. Thread-safe; each call
 * computes on the calling thread.
 */
public final class TextEncoder implements AutoCloseable {

    private static final String[] INPUTS = {"input_ids", "attention_mask", "token_type_ids"};
    private static final String OUTPUT = "last_hidden_state";
    private static final int INT64 = 7;

    private final OnnxApi api;
    private final int dimension;
    private final Arena names = Arena.ofShared();
    private final MemorySegment inputNames;
    private final MemorySegment outputNames;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private MemorySegment session;

    /**
     * Loads a model.
     *
     * @param model the whole ONNX file
     * @param dimension the length of a token's vector
     * @throws OnnxFailure where the runtime refuses the model
     */
    TextEncoder(OnnxApi api, byte[] model, int dimension) {
        this.api = api;
        this.dimension = dimension;
        this.session = load(api, model);
        this.inputNames = names.allocate(ADDRESS, INPUTS.length);
        for (int i = 0; i < INPUTS.length; i++) {
            inputNames.setAtIndex(ADDRESS, i, names.allocateFrom(INPUTS[i]));
        }
        this.outputNames = names.allocateFrom(ADDRESS, names.allocateFrom(OUTPUT));
    }

    private static MemorySegment load(OnnxApi api, byte[] model) {
        MemorySegment options = api.make(OnnxFunction.CREATE_SESSION_OPTIONS);
        try (Arena arena = Arena.ofConfined()) {
            // Threads are the caller's; the runtime's own would spin between calls.
            api.call(OnnxFunction.SET_INTRA_OP_NUM_THREADS, options, 1);
            api.call(OnnxFunction.SET_INTER_OP_NUM_THREADS, options, 1);
            // Texts differ in length: a remembered plan for each would only take memory.
            api.call(OnnxFunction.DISABLE_MEM_PATTERN, options);
            MemorySegment bytes = arena.allocate(model.length);
            bytes.copyFrom(MemorySegment.ofArray(model));
            return api.make(
                    OnnxFunction.CREATE_SESSION_FROM_ARRAY,
                    api.environment(),
                    bytes,
                    (long) model.length,
                    options);
        } finally {
            api.release(OnnxFunction.RELEASE_SESSION_OPTIONS, options);
        }
    }

    /**
     * Encodes one text.
     *
     * @param ids at least one token id, markers included
     * @return the tokens' vectors, one after another
     * @throws IllegalStateException after {@link #close}
     * @throws OnnxFailure where an id is outside the vocabulary or there are too many
     */
    public float[] encode(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("no tokens");
        }
        lock.readLock().lock();
        try (Arena arena = Arena.ofConfined()) {
            if (session.equals(MemorySegment.NULL)) {
                throw new IllegalStateException("closed");
            }
            return run(ids, arena);
        } finally {
            lock.readLock().unlock();
        }
    }

    private float[] run(int[] ids, Arena arena) {
        MemorySegment shape = arena.allocateFrom(JAVA_LONG, 1, ids.length);
        MemorySegment[] data = {
            arena.allocate(JAVA_LONG, ids.length),
            arena.allocate(JAVA_LONG, ids.length),
            arena.allocate(JAVA_LONG, ids.length)
        };
        for (int i = 0; i < ids.length; i++) {
            data[0].setAtIndex(JAVA_LONG, i, ids[i]);
            data[1].setAtIndex(JAVA_LONG, i, 1);
        }
        MemorySegment inputs = arena.allocate(ADDRESS, INPUTS.length);
        MemorySegment outputs = arena.allocate(ADDRESS);
        try {
            for (int i = 0; i < INPUTS.length; i++) {
                MemorySegment tensor =
                        api.make(
                                OnnxFunction.CREATE_TENSOR_WITH_DATA,
                                api.cpuMemory(),
                                data[i],
                                data[i].byteSize(),
                                shape,
                                2L,
                                INT64);
                inputs.setAtIndex(ADDRESS, i, tensor);
            }
            api.call(
                    OnnxFunction.RUN,
                    session,
                    MemorySegment.NULL,
                    inputNames,
                    inputs,
                    (long) INPUTS.length,
                    outputNames,
                    1L,
                    outputs);
            return values(outputs.get(ADDRESS, 0), ids.length * dimension);
        } finally {
            api.release(OnnxFunction.RELEASE_VALUE, outputs.get(ADDRESS, 0));
            for (int i = 0; i < INPUTS.length; i++) {
                api.release(OnnxFunction.RELEASE_VALUE, inputs.getAtIndex(ADDRESS, i));
            }
        }
    }

    private float[] values(MemorySegment tensor, int expected) {
        MemorySegment info = api.make(OnnxFunction.GET_TENSOR_TYPE_AND_SHAPE, tensor);
        long count;
        try {
            count = api.make(OnnxFunction.GET_TENSOR_SHAPE_ELEMENT_COUNT, info).address();
        } finally {
            api.release(OnnxFunction.RELEASE_TENSOR_TYPE_AND_SHAPE, info);
        }
        if (count != expected) {
            throw new OnnxFailure("the model gave " + count + " numbers instead of " + expected);
        }
        return api.make(OnnxFunction.GET_TENSOR_MUTABLE_DATA, tensor)
                .reinterpret((long) expected * Float.BYTES)
                .toArray(JAVA_FLOAT);
    }

    /** Waits for running calls, then frees the model. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!session.equals(MemorySegment.NULL)) {
                api.release(OnnxFunction.RELEASE_SESSION, session);
                session = MemorySegment.NULL;
                names.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
