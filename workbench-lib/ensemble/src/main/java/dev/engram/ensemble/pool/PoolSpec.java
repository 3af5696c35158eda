package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import java.util.List;

/**
 * What a pool is made of.
 *
 * @param name short name
 * @param models ids or paths; several can stand in for each other
 * @param slots requests each model works on together, 1 to 64
 * @param queue requests that may wait, 0 to 10,000
 * @param fallback name of the pool that takes over when this one fails; empty for none
 * @param restMillis how long a model is left alone after five failures in a row
 */
public record PoolSpec(
        String name, List<String> models, int slots, int queue, String fallback, long restMillis) {

    /** Rest where nothing is said. */
    public static final long DEFAULT_REST_MILLIS = 10_000;

    /**
     * @throws WorkbenchException USAGE naming pool and value
     */
    public PoolSpec {
        models = List.copyOf(models);
        if (name.isBlank() || models.isEmpty()) {
            throw WorkbenchException.usage(
                    "pool '" + name + "' has no models", "give it models: [id, …]");
        }
        if (models.stream().distinct().count() < models.size()) {
            throw WorkbenchException.usage(
                    "pool '" + name + "' names a model twice", "give it more slots instead");
        }
        if (slots < 1 || slots > 64 || queue < 0 || queue > 10_000 || restMillis < 1) {
            throw WorkbenchException.usage(
                    "pool '" + name + "': slots " + slots + " or queue " + queue + " out of range",
                    "slots 1 to 64, queue 0 to 10,000, rest at least 1 ms");
        }
        if (fallback.equals(name)) {
            throw WorkbenchException.usage(
                    "pool '" + name + "' is its own fallback", "name another pool, or none");
        }
    }

    /** One model with a queue of 32. */
    public static PoolSpec of(String name, String model, int slots) {
        return new PoolSpec(name, List.of(model), slots, 32, "", DEFAULT_REST_MILLIS);
    }
}
