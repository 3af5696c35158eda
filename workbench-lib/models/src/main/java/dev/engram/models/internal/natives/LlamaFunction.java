package dev.engram.models.internal.natives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.Locale;

/**
 * Every C function the workbench calls, declared as data: name (the constant in lower case),
 * library and signature. One loader binds them all; see {@link Bindings}.
 */
enum LlamaFunction {
    GGML_VERSION(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS)),
    GGML_COMMIT(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS)),
    GGML_BLCK_SIZE(NativeLibrary.GGML_BASE, FunctionDescriptor.of(JAVA_LONG, JAVA_INT)),
    GGML_TYPE_SIZE(NativeLibrary.GGML_BASE, FunctionDescriptor.of(JAVA_LONG, JAVA_INT)),
    GGML_TYPE_NAME(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS, JAVA_INT)),
    GGML_OP_NAME(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS, JAVA_INT)),
    GGML_GET_NAME(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS, ADDRESS)),
    GGML_NBYTES(NativeLibrary.GGML_BASE, FunctionDescriptor.of(JAVA_LONG, ADDRESS)),
    GGML_TENSOR_OVERHEAD(NativeLibrary.GGML_BASE, FunctionDescriptor.of(JAVA_LONG)),
    GGML_BACKEND_DEV_NAME(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS, ADDRESS)),
    GGML_BACKEND_DEV_DESCRIPTION(NativeLibrary.GGML_BASE, FunctionDescriptor.of(ADDRESS, ADDRESS)),
    GGML_BACKEND_DEV_TYPE(NativeLibrary.GGML_BASE, FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    GGML_BACKEND_DEV_COUNT(NativeLibrary.GGML, FunctionDescriptor.of(JAVA_LONG)),
    GGML_BACKEND_DEV_GET(NativeLibrary.GGML, FunctionDescriptor.of(ADDRESS, JAVA_LONG)),
    GGML_BACKEND_LOAD_ALL_FROM_PATH(NativeLibrary.GGML, FunctionDescriptor.ofVoid(ADDRESS)),

    LLAMA_VERSION(FunctionDescriptor.of(ADDRESS)),
    LLAMA_LOG_SET(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)),
    LLAMA_BACKEND_INIT(FunctionDescriptor.ofVoid()),
    LLAMA_NUMA_INIT(FunctionDescriptor.ofVoid(JAVA_INT)),
    LLAMA_SUPPORTS_GPU_OFFLOAD(FunctionDescriptor.of(JAVA_BOOLEAN)),
    LLAMA_PRINT_SYSTEM_INFO(FunctionDescriptor.of(ADDRESS)),
    LLAMA_MODEL_DEFAULT_PARAMS(FunctionDescriptor.of(Blob.OVERSIZED)),
    LLAMA_CONTEXT_DEFAULT_PARAMS(FunctionDescriptor.of(Blob.OVERSIZED)),
    LLAMA_MODEL_QUANTIZE_DEFAULT_PARAMS(FunctionDescriptor.of(Blob.OVERSIZED)),

    LLAMA_MODEL_LOAD_FROM_FILE(FunctionDescriptor.of(ADDRESS, ADDRESS, Blob.MODEL)),
    LLAMA_MODEL_FREE(FunctionDescriptor.ofVoid(ADDRESS)),
    LLAMA_MODEL_GET_VOCAB(FunctionDescriptor.of(ADDRESS, ADDRESS)),
    LLAMA_MODEL_N_CTX_TRAIN(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_MODEL_N_EMBD_OUT(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_MODEL_SIZE(FunctionDescriptor.of(JAVA_LONG, ADDRESS)),
    LLAMA_MODEL_N_PARAMS(FunctionDescriptor.of(JAVA_LONG, ADDRESS)),
    LLAMA_MODEL_DESC(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG)),
    LLAMA_MODEL_CHAT_TEMPLATE(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
    LLAMA_MODEL_HAS_ENCODER(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS)),
    LLAMA_MODEL_HAS_DECODER(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS)),
    LLAMA_MODEL_QUANTIZE(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),

    LLAMA_INIT_FROM_MODEL(FunctionDescriptor.of(ADDRESS, ADDRESS, Blob.CONTEXT)),
    LLAMA_FREE(FunctionDescriptor.ofVoid(ADDRESS)),
    LLAMA_N_CTX(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_N_CTX_SEQ(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_N_BATCH(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_N_SEQ_MAX(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_SET_N_THREADS(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT)),
    LLAMA_SET_ABORT_CALLBACK(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS)),
    LLAMA_GET_MEMORY(FunctionDescriptor.of(ADDRESS, ADDRESS)),
    LLAMA_MEMORY_CLEAR(FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN)),
    LLAMA_MEMORY_SEQ_RM(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT)),
    LLAMA_MEMORY_SEQ_POS_MAX(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
    LLAMA_DECODE(FunctionDescriptor.of(JAVA_INT, ADDRESS, Blob.BATCH)),
    LLAMA_GET_LOGITS_ITH(FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT)),
    LLAMA_GET_EMBEDDINGS_SEQ(FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT)),
    LLAMA_ADAPTER_LORA_INIT(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
    LLAMA_SET_ADAPTERS_LORA(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)),
    LLAMA_STATE_SEQ_GET_SIZE(FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT)),
    LLAMA_STATE_SEQ_GET_DATA(
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT)),
    LLAMA_STATE_SEQ_SET_DATA(
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT)),
    LLAMA_SYNCHRONIZE(FunctionDescriptor.ofVoid(ADDRESS)),

    LLAMA_VOCAB_N_TOKENS(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_VOCAB_IS_EOG(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT)),
    LLAMA_VOCAB_BOS(FunctionDescriptor.of(JAVA_INT, ADDRESS)),
    LLAMA_VOCAB_GET_ADD_BOS(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS)),
    LLAMA_TOKENIZE(
            FunctionDescriptor.of(
                    JAVA_INT,
                    ADDRESS,
                    ADDRESS,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_INT,
                    JAVA_BOOLEAN,
                    JAVA_BOOLEAN)),
    LLAMA_TOKEN_TO_PIECE(
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN)),
    LLAMA_CHAT_APPLY_TEMPLATE(
            FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_BOOLEAN, ADDRESS, JAVA_INT)),

    LLAMA_SAMPLER_CHAIN_INIT(FunctionDescriptor.of(ADDRESS, Blob.SAMPLER_CHAIN)),
    LLAMA_SAMPLER_CHAIN_ADD(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)),
    LLAMA_SAMPLER_INIT_GRAMMAR(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
    LLAMA_SAMPLER_INIT_GREEDY(FunctionDescriptor.of(ADDRESS)),
    LLAMA_SAMPLER_INIT_DIST(FunctionDescriptor.of(ADDRESS, JAVA_INT)),
    LLAMA_SAMPLER_INIT_TOP_K(FunctionDescriptor.of(ADDRESS, JAVA_INT)),
    LLAMA_SAMPLER_INIT_TOP_P(FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG)),
    LLAMA_SAMPLER_INIT_MIN_P(FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG)),
    LLAMA_SAMPLER_INIT_TYPICAL(FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_LONG)),
    LLAMA_SAMPLER_INIT_XTC(
            FunctionDescriptor.of(ADDRESS, JAVA_FLOAT, JAVA_FLOAT, JAVA_LONG, JAVA_INT)),
    LLAMA_SAMPLER_INIT_MIROSTAT(
            FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_INT)),
    LLAMA_SAMPLER_INIT_MIROSTAT_V2(
            FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT)),
    LLAMA_SAMPLER_INIT_DRY(
            FunctionDescriptor.of(
                    ADDRESS,
                    ADDRESS,
                    JAVA_FLOAT,
                    JAVA_FLOAT,
                    JAVA_INT,
                    JAVA_INT,
                    ADDRESS,
                    JAVA_LONG)),
    LLAMA_SAMPLER_INIT_TEMP(FunctionDescriptor.of(ADDRESS, JAVA_FLOAT)),
    LLAMA_SAMPLER_INIT_PENALTIES(
            FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT)),
    LLAMA_SAMPLER_SAMPLE(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)),
    LLAMA_SAMPLER_FREE(FunctionDescriptor.ofVoid(ADDRESS));

    private final NativeLibrary library;
    private final FunctionDescriptor descriptor;

    LlamaFunction(FunctionDescriptor descriptor) {
        this(NativeLibrary.LLAMA, descriptor);
    }

    LlamaFunction(NativeLibrary library, FunctionDescriptor descriptor) {
        this.library = library;
        this.descriptor = descriptor;
    }

    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    NativeLibrary library() {
        return library;
    }

    FunctionDescriptor descriptor() {
        return descriptor;
    }

    /** Structures that go by value, as opaque blobs of the pinned size and eight-byte alignment. */
    static final class Blob {
        static final MemoryLayout MODEL = longs(Abi.MODEL_PARAMS_BYTES);
        static final MemoryLayout CONTEXT = longs(Abi.CONTEXT_PARAMS_BYTES);
        static final MemoryLayout BATCH = longs(Abi.BATCH_BYTES);
        static final MemoryLayout OVERSIZED = longs(Abi.OVERSIZED_BYTES);
        static final MemoryLayout SAMPLER_CHAIN =
                MemoryLayout.structLayout(JAVA_BOOLEAN.withName("no_perf"));

        private Blob() {}

        private static MemoryLayout longs(long bytes) {
            return MemoryLayout.structLayout(
                    MemoryLayout.sequenceLayout(bytes / Long.BYTES, JAVA_LONG));
        }
    }
}
