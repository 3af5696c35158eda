package dev.engram.models;

/**
 * A model in memory.
 *
 * @param id file name without its ending
 * @param users handles open on it
 * @param active requests being decoded
 * @param waiting requests that wait for a slot
 * @param slots requests it decodes together
 * @param contextTokens tokens of one request
 * @param memoryBytes weights and context, estimated
 * @param idleSeconds since the last handle was closed; 0 while one is open
 */
public record LoadedModel(
        String id,
        String path,
        int users,
        int active,
        int waiting,
        int slots,
        int contextTokens,
        long memoryBytes,
        long idleSeconds) {

    @Override
    public String toString() {
        return "%-42s %5d MB  context %d x %d  active %d, waiting %d  %s"
                .formatted(
                        id,
                        memoryBytes >> 20,
                        slots,
                        contextTokens,
                        active,
                        waiting,
                        users > 0 ? users + " users" : "idle for " + idleSeconds + " s");
    }
}
