package dev.engram.models.internal.engine;

import dev.engram.models.gguf.GgmlType;

/**
 * Size and make of a context.
 *
 * @param tokensPerSequence room of one sequence
 * @param batchTokens most tokens of one decode
 * @param sequences independent sequences
 * @param threads threads of one decode; 0 takes the cores that are free at the time
 * @param cacheType number format of keys and values; a quantized one needs flash attention
 * @param flashAttention whether to use flash attention; where false, it is off
 */
public record ContextShape(
        int tokensPerSequence,
        int batchTokens,
        int sequences,
        int threads,
        GgmlType cacheType,
        boolean flashAttention) {

    /**
     * @throws IllegalArgumentException for anything llama.cpp would answer with a null context or
     *     the end of the process
     */
    public ContextShape {
        require(tokensPerSequence >= 1, "context of " + tokensPerSequence + " tokens");
        require(batchTokens >= 1, "batch of " + batchTokens + " tokens");
        require(sequences >= 1 && sequences <= 256, sequences + " sequences");
        require(threads >= 0, threads + " threads");
        require(
                (long) tokensPerSequence * sequences <= Integer.MAX_VALUE / 2,
                "context of " + tokensPerSequence + " tokens for " + sequences + " sequences");
        require(
                flashAttention || cacheType == GgmlType.F16 || cacheType == GgmlType.F32,
                "cache of " + cacheType + " without flash attention");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("impossible: " + what);
        }
    }
}
