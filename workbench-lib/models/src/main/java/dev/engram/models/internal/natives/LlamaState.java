package dev.engram.models.internal.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/**
 * Typed calls for adapters, saved sequences, embeddings and tensors; nothing is checked here, see
 * {@link Llama}.
 */
public final class LlamaState extends NativeCalls {

    LlamaState(Map<LlamaFunction, MethodHandle> bound) {
        super(bound);
    }

    /** Loads a LoRA adapter for a model; null where llama.cpp refuses it. Freed with the model. */
    public MemorySegment loadAdapter(MemorySegment model, String path) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_ADAPTER_LORA_INIT)
                            .invokeExact(model, arena.allocateFrom(path));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sets the adapters of a context; 0 on success. */
    public int setAdapters(
            MemorySegment context, List<MemorySegment> adapters, List<Float> scales) {
        try (Arena arena = Arena.ofConfined()) {
            int count = adapters.size();
            MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, Math.max(1, count));
            MemorySegment factors = arena.allocate(ValueLayout.JAVA_FLOAT, Math.max(1, count));
            for (int i = 0; i < count; i++) {
                pointers.setAtIndex(ValueLayout.ADDRESS, i, adapters.get(i));
                factors.setAtIndex(ValueLayout.JAVA_FLOAT, i, scales.get(i));
            }
            return (int)
                    handle(LlamaFunction.LLAMA_SET_ADAPTERS_LORA)
                            .invokeExact(context, pointers, (long) count, factors);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Bytes that saving a sequence takes. */
    public long sequenceBytes(MemorySegment context, int sequence) {
        try {
            return (long)
                    handle(LlamaFunction.LLAMA_STATE_SEQ_GET_SIZE).invokeExact(context, sequence);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Copies a sequence out; the number of bytes, 0 on failure. */
    public long saveSequence(MemorySegment context, MemorySegment into, int sequence) {
        return copy(LlamaFunction.LLAMA_STATE_SEQ_GET_DATA, context, into, sequence);
    }

    /** Copies a sequence in; the number of bytes read, 0 on failure. */
    public long restoreSequence(MemorySegment context, MemorySegment from, int sequence) {
        return copy(LlamaFunction.LLAMA_STATE_SEQ_SET_DATA, context, from, sequence);
    }

    private long copy(
            LlamaFunction function, MemorySegment context, MemorySegment data, int sequence) {
        try {
            return (long) handle(function).invokeExact(context, data, data.byteSize(), sequence);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Pointer to the pooled embedding of a sequence; null where there is none. */
    public MemorySegment embedding(MemorySegment context, int sequence) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_GET_EMBEDDINGS_SEQ).invokeExact(context, sequence);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public int embeddingWidth(MemorySegment model) {
        return integer(LlamaFunction.LLAMA_MODEL_N_EMBD_OUT, model);
    }

    // tensors, as the evaluation callback sees them

    public String operationName(int operation) {
        try {
            return text((MemorySegment) handle(LlamaFunction.GGML_OP_NAME).invokeExact(operation));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment tensorName(MemorySegment tensor) {
        return pointer(LlamaFunction.GGML_GET_NAME, tensor);
    }

    public long tensorBytes(MemorySegment tensor) {
        return longInteger(LlamaFunction.GGML_NBYTES, tensor);
    }

    /** Bytes of a tensor's head with its list entry. */
    public long tensorOverhead() {
        try {
            return (long) handle(LlamaFunction.GGML_TENSOR_OVERHEAD).invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
