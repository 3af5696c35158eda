package dev.engram.ensemble.pool;

import dev.engram.models.GenerationResult;

/**
 * What a pool answered.
 *
 * @param pool the pool that answered, which may be the fallback
 * @param model the model that answered
 * @param tries attempts it took, over all pools, from 1
 * @param fallback whether the pool that was asked failed and another took over
 * @param millis from the request to the whole answer, waiting included
 */
public record Reply(
        GenerationResult result,
        String pool,
        String model,
        int tries,
        boolean fallback,
        double millis) {

    Reply after(int allTries, boolean usedFallback, double allMillis) {
        return new Reply(result, pool, model, allTries, usedFallback, allMillis);
    }
}
