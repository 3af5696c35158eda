package dev.engram.models.internal.natives;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Typed calls of llama.cpp. Nothing is checked here: callers hold valid pointers and arguments in
 * range, since most violations end the JVM. Thread-safety is that of the C functions.
 */
public final class Llama extends NativeCalls {

    /** Size of {@code llama_batch}. */
    public static final long BATCH_BYTES = Abi.BATCH_BYTES;

    private final LlamaSamplers samplers;
    private final LlamaState state;

    Llama(Map<LlamaFunction, MethodHandle> bound) {
        super(bound);
        this.samplers = new LlamaSamplers(bound);
        this.state = new LlamaState(bound);
    }

    /** Samplers and chains of them. */
    public LlamaSamplers samplers() {
        return samplers;
    }

    /** Adapters, saved sequences, embeddings, tensors. */
    public LlamaState state() {
        return state;
    }

    // versions and devices

    public String llamaVersion() {
        return text(pointer(LlamaFunction.LLAMA_VERSION));
    }

    public String ggmlVersion() {
        return text(pointer(LlamaFunction.GGML_VERSION));
    }

    public String ggmlCommit() {
        return text(pointer(LlamaFunction.GGML_COMMIT));
    }

    public String systemInfo() {
        return text(pointer(LlamaFunction.LLAMA_PRINT_SYSTEM_INFO));
    }

    public long blockSize(int type) {
        return typeNumber(LlamaFunction.GGML_BLCK_SIZE, type);
    }

    public long typeSize(int type) {
        return typeNumber(LlamaFunction.GGML_TYPE_SIZE, type);
    }

    private long typeNumber(LlamaFunction function, int type) {
        try {
            return (long) handle(function).invokeExact(type);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public long deviceCount() {
        try {
            return (long) handle(LlamaFunction.GGML_BACKEND_DEV_COUNT).invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment device(long index) {
        try {
            return (MemorySegment) handle(LlamaFunction.GGML_BACKEND_DEV_GET).invokeExact(index);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public String deviceName(MemorySegment device) {
        return text(pointer(LlamaFunction.GGML_BACKEND_DEV_NAME, device));
    }

    public String deviceDescription(MemorySegment device) {
        return text(pointer(LlamaFunction.GGML_BACKEND_DEV_DESCRIPTION, device));
    }

    /** 0 CPU, 1 GPU, 2 integrated GPU, 3 accelerator. */
    public int deviceType(MemorySegment device) {
        return integer(LlamaFunction.GGML_BACKEND_DEV_TYPE, device);
    }

    /** Whether a backend that layers can be given to is loaded. */
    public boolean supportsGpuOffload() {
        try {
            return (boolean) handle(LlamaFunction.LLAMA_SUPPORTS_GPU_OFFLOAD).invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Sets the strategy of the process on machines with several memory nodes; once. */
    void numaInit(int strategy) {
        try {
            handle(LlamaFunction.LLAMA_NUMA_INIT).invokeExact(strategy);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void backendInit() {
        try {
            handle(LlamaFunction.LLAMA_BACKEND_INIT).invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void loadBackends(String folder) {
        try (Arena arena = Arena.ofConfined()) {
            run(LlamaFunction.GGML_BACKEND_LOAD_ALL_FROM_PATH, arena.allocateFrom(folder));
        }
    }

    void logTo(MemorySegment callback) {
        try {
            handle(LlamaFunction.LLAMA_LOG_SET).invokeExact(callback, MemorySegment.NULL);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // parameters

    /** The native defaults in a blob larger than the structure, untouched bytes being 0xAA. */
    MemorySegment defaults(LlamaFunction function, Arena arena) {
        MemorySegment blob = arena.allocate(Abi.OVERSIZED_BYTES, Long.BYTES);
        blob.fill(Abi.FILL);
        SegmentAllocator intoBlob = (size, alignment) -> blob.asSlice(0, size);
        try {
            MemorySegment written = (MemorySegment) handle(function).invokeExact(intoBlob);
            return written;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public ParameterBlob.Model modelDefaults(Arena arena) {
        return new ParameterBlob.Model(
                defaults(LlamaFunction.LLAMA_MODEL_DEFAULT_PARAMS, arena)
                        .asSlice(0, Abi.MODEL_PARAMS_BYTES));
    }

    public ParameterBlob.Context contextDefaults(Arena arena) {
        return new ParameterBlob.Context(
                defaults(LlamaFunction.LLAMA_CONTEXT_DEFAULT_PARAMS, arena)
                        .asSlice(0, Abi.CONTEXT_PARAMS_BYTES));
    }

    public ParameterBlob.Quantize quantizeDefaults(Arena arena) {
        return new ParameterBlob.Quantize(
                defaults(LlamaFunction.LLAMA_MODEL_QUANTIZE_DEFAULT_PARAMS, arena)
                        .asSlice(0, Abi.QUANTIZE_PARAMS_BYTES));
    }

    // models

    /** Loads a model; a null pointer where llama.cpp refuses it. */
    public MemorySegment loadModel(String path, ParameterBlob.Model parameters) {
        try (Arena arena = Arena.ofConfined()) {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_MODEL_LOAD_FROM_FILE)
                            .invokeExact(arena.allocateFrom(path), parameters.segment());
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public void freeModel(MemorySegment model) {
        run(LlamaFunction.LLAMA_MODEL_FREE, model);
    }

    public MemorySegment vocabulary(MemorySegment model) {
        return pointer(LlamaFunction.LLAMA_MODEL_GET_VOCAB, model);
    }

    public int trainedContext(MemorySegment model) {
        return integer(LlamaFunction.LLAMA_MODEL_N_CTX_TRAIN, model);
    }

    public long modelBytes(MemorySegment model) {
        return longInteger(LlamaFunction.LLAMA_MODEL_SIZE, model);
    }

    public long parameterCount(MemorySegment model) {
        return longInteger(LlamaFunction.LLAMA_MODEL_N_PARAMS, model);
    }

    public boolean hasEncoder(MemorySegment model) {
        return bool(LlamaFunction.LLAMA_MODEL_HAS_ENCODER, model);
    }

    public boolean hasDecoder(MemorySegment model) {
        return bool(LlamaFunction.LLAMA_MODEL_HAS_DECODER, model);
    }

    /** Quantizes a file; 0 on success. */
    public int quantize(String in, String out, ParameterBlob.Quantize parameters) {
        try (Arena arena = Arena.ofConfined()) {
            return (int)
                    handle(LlamaFunction.LLAMA_MODEL_QUANTIZE)
                            .invokeExact(
                                    arena.allocateFrom(in),
                                    arena.allocateFrom(out),
                                    parameters.segment());
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // contexts

    /** Makes a context; a null pointer where llama.cpp refuses the parameters. */
    public MemorySegment newContext(MemorySegment model, ParameterBlob.Context parameters) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_INIT_FROM_MODEL)
                            .invokeExact(model, parameters.segment());
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public void freeContext(MemorySegment context) {
        run(LlamaFunction.LLAMA_FREE, context);
    }

    public int contextTokens(MemorySegment context) {
        return integer(LlamaFunction.LLAMA_N_CTX, context);
    }

    public int contextTokensPerSequence(MemorySegment context) {
        return integer(LlamaFunction.LLAMA_N_CTX_SEQ, context);
    }

    public void setThreads(MemorySegment context, int decode, int prefill) {
        try {
            handle(LlamaFunction.LLAMA_SET_N_THREADS).invokeExact(context, decode, prefill);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    public MemorySegment memory(MemorySegment context) {
        return pointer(LlamaFunction.LLAMA_GET_MEMORY, context);
    }

    /** Removes positions {@code [from, to)} of a sequence; -1 means all or to the end. */
    public boolean removePositions(MemorySegment memory, int sequence, int from, int to) {
        try {
            return (boolean)
                    handle(LlamaFunction.LLAMA_MEMORY_SEQ_RM)
                            .invokeExact(memory, sequence, from, to);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** 0 done, 1 no room in the cache, 2 aborted, negative: refused or failed. */
    public int decode(MemorySegment context, MemorySegment batch) {
        try {
            return (int) handle(LlamaFunction.LLAMA_DECODE).invokeExact(context, batch);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Pointer to one row of logits; null where the row has none. */
    public MemorySegment logits(MemorySegment context, int row) {
        try {
            return (MemorySegment)
                    handle(LlamaFunction.LLAMA_GET_LOGITS_ITH).invokeExact(context, row);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    // vocabulary

    public int vocabularySize(MemorySegment vocabulary) {
        return integer(LlamaFunction.LLAMA_VOCAB_N_TOKENS, vocabulary);
    }

    public int beginToken(MemorySegment vocabulary) {
        return integer(LlamaFunction.LLAMA_VOCAB_BOS, vocabulary);
    }

    public boolean addsBeginToken(MemorySegment vocabulary) {
        return bool(LlamaFunction.LLAMA_VOCAB_GET_ADD_BOS, vocabulary);
    }

    public boolean isEndOfGeneration(MemorySegment vocabulary, int token) {
        try {
            return (boolean)
                    handle(LlamaFunction.LLAMA_VOCAB_IS_EOG).invokeExact(vocabulary, token);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The number of tokens, or minus the room needed. */
    public int tokenize(
            MemorySegment vocabulary,
            MemorySegment text,
            int textBytes,
            MemorySegment tokens,
            int room,
            boolean addSpecial,
            boolean parseSpecial) {
        try {
            return (int)
                    handle(LlamaFunction.LLAMA_TOKENIZE)
                            .invokeExact(
                                    vocabulary,
                                    text,
                                    textBytes,
                                    tokens,
                                    room,
                                    addSpecial,
                                    parseSpecial);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The number of bytes, or minus the room needed. */
    public int piece(
            MemorySegment vocabulary, int token, MemorySegment buffer, int room, boolean special) {
        try {
            return (int)
                    handle(LlamaFunction.LLAMA_TOKEN_TO_PIECE)
                            .invokeExact(vocabulary, token, buffer, room, 0, special);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** The bytes of the rendered conversation (may exceed the room), or negative if unknown. */
    public int applyTemplate(
            MemorySegment template,
            MemorySegment messages,
            long count,
            boolean openAnswer,
            MemorySegment buffer,
            int room) {
        try {
            return (int)
                    handle(LlamaFunction.LLAMA_CHAT_APPLY_TEMPLATE)
                            .invokeExact(template, messages, count, openAnswer, buffer, room);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
