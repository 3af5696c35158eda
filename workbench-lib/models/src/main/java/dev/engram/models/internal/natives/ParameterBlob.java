package dev.engram.models.internal.natives;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The native defaults of a parameter structure with fields set by offset on top. */
public sealed interface ParameterBlob {

    MemorySegment segment();

    /** {@code llama_model_params}, 80 bytes. */
    record Model(MemorySegment segment) implements ParameterBlob {
        public Model gpuLayers(int layers) {
            segment.set(ValueLayout.JAVA_INT, 16, layers);
            return this;
        }

        /** -1 automatic, 0 read, 1 map, 2 lock, 3 map and lock. */
        public Model loadMode(int mode) {
            segment.set(ValueLayout.JAVA_INT, 24, mode);
            return this;
        }

        public Model progress(MemorySegment callback) {
            segment.set(ValueLayout.ADDRESS, 48, callback);
            return this;
        }

        public Model vocabularyOnly(boolean only) {
            segment.set(ValueLayout.JAVA_BOOLEAN, 72, only);
            return this;
        }
    }

    /** {@code llama_context_params}, 160 bytes. */
    record Context(MemorySegment segment) implements ParameterBlob {
        public Context sizes(int context, int batch, int microBatch, int sequences) {
            segment.set(ValueLayout.JAVA_INT, 0, context);
            segment.set(ValueLayout.JAVA_INT, 4, batch);
            segment.set(ValueLayout.JAVA_INT, 8, microBatch);
            segment.set(ValueLayout.JAVA_INT, 12, sequences);
            return this;
        }

        /** Most rows with logits in a batch, over all sequences and in one. */
        public Context outputs(int rows) {
            segment.set(ValueLayout.JAVA_INT, 20, rows);
            segment.set(ValueLayout.JAVA_INT, 24, rows);
            return this;
        }

        public Context threads(int decode, int prefill) {
            segment.set(ValueLayout.JAVA_INT, 28, decode);
            segment.set(ValueLayout.JAVA_INT, 32, prefill);
            return this;
        }

        /** -1 automatic, 0 off, 1 on. */
        public Context flashAttention(int mode) {
            segment.set(ValueLayout.JAVA_INT, 52, mode);
            return this;
        }

        /** Types of the key and value cache, as ids of {@code ggml_type}. */
        public Context cacheTypes(int keys, int values) {
            segment.set(ValueLayout.JAVA_INT, 104, keys);
            segment.set(ValueLayout.JAVA_INT, 108, values);
            return this;
        }

        public Context abort(MemorySegment callback, MemorySegment data) {
            segment.set(ValueLayout.ADDRESS, 112, callback);
            segment.set(ValueLayout.ADDRESS, 120, data);
            return this;
        }

        /** Whether embeddings are computed, and how those of a sequence become one: 1 is mean. */
        public Context embeddings(int pooling) {
            segment.set(ValueLayout.JAVA_INT, 44, pooling);
            segment.set(ValueLayout.JAVA_BOOLEAN, 128, true);
            return this;
        }

        /** Called for each node of the graph, before it is computed and after. */
        public Context evaluation(MemorySegment callback) {
            segment.set(ValueLayout.ADDRESS, 88, callback);
            return this;
        }

        public Context unifiedCache(boolean unified) {
            segment.set(ValueLayout.JAVA_BOOLEAN, 133, unified);
            return this;
        }
    }

    /** {@code llama_model_quantize_params}, 64 bytes; passed by pointer. */
    record Quantize(MemorySegment segment) implements ParameterBlob {
        public Quantize threads(int threads) {
            segment.set(ValueLayout.JAVA_INT, 0, threads);
            return this;
        }

        public Quantize fileType(int type) {
            segment.set(ValueLayout.JAVA_INT, 4, type);
            return this;
        }

        public Quantize allowRequantize(boolean allow) {
            segment.set(ValueLayout.JAVA_BOOLEAN, 16, allow);
            return this;
        }

        /** Types of the output and the token embedding tensor; see {@code ggml_type}. */
        public Quantize outputType(int type) {
            segment.set(ValueLayout.JAVA_INT, 8, type);
            return this;
        }

        public Quantize embeddingType(int type) {
            segment.set(ValueLayout.JAVA_INT, 12, type);
            return this;
        }

        /** Entries {name, values, count}, ended by a null name. */
        public Quantize importance(MemorySegment entries) {
            segment.set(ValueLayout.ADDRESS, 24, entries);
            return this;
        }

        /** Entries {regular expression, type}, ended by a null expression. */
        public Quantize tensorTypes(MemorySegment entries) {
            segment.set(ValueLayout.ADDRESS, 40, entries);
            return this;
        }

        public Quantize pure(boolean pure) {
            segment.set(ValueLayout.JAVA_BOOLEAN, 19, pure);
            return this;
        }
    }
}
