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
 * @param host {@value #IN_PROCESS} or {@value #WORKER}
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
        long idleSeconds,
        String host) {

    /** In the process that asks. */
    public static final String IN_PROCESS = "in-process";

    /** In the worker that programs share. */
    public static final String WORKER = "worker";

    /** The same, as seen from a program that asked the worker. */
    public LoadedModel inWorker() {
        return new LoadedModel(
                id,
                path,
                users,
                active,
                waiting,
                slots,
                contextTokens,
                memoryBytes,
                idleSeconds,
                WORKER);
    }

    @Override
    public String toString() {
        return "%-42s %5d MB  context %d x %d  active %d, waiting %d  %s, %s"
                .formatted(
                        id,
                        memoryBytes >> 20,
                        slots,
                        contextTokens,
                        active,
                        waiting,
                        users > 0 ? users + " users" : "idle for " + idleSeconds + " s",
                        host);
    }
}
