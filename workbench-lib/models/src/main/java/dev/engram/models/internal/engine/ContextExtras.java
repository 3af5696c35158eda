package dev.engram.models.internal.engine;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What only some contexts have.
 *
 * @param adapters adapters in use, with their scales
 * @param meanEmbeddings whether embeddings are computed, one for each sequence
 * @param evaluation callback that sees each node of the graph; null pointer for none
 */
record ContextExtras(
        List<NativeModel.ScaledAdapter> adapters,
        boolean meanEmbeddings,
        MemorySegment evaluation) {

    /** None of it. */
    static final ContextExtras NONE = new ContextExtras(List.of(), false, MemorySegment.NULL);

    ContextExtras {
        adapters = List.copyOf(adapters);
    }

    static ContextExtras adapted(List<NativeModel.ScaledAdapter> adapters) {
        return new ContextExtras(adapters, false, MemorySegment.NULL);
    }

    static ContextExtras evaluating(MemorySegment callback) {
        return new ContextExtras(List.of(), false, callback);
    }

    static ContextExtras embedding(List<NativeModel.ScaledAdapter> adapters) {
        return new ContextExtras(adapters, true, MemorySegment.NULL);
    }
}
