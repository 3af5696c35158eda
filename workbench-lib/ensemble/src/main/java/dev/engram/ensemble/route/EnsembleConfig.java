package dev.engram.ensemble.route;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.RetrySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ensemble is made of.
 *
 * @param pools in order; the first takes what no route names
 * @param routes task type to pool name
 * @param retry how failures are met
 * @param deadlineMillis time a request may take where it does not say
 * @param leastConfidence below this the classifier's word does not count, and the first pool is
 *     taken; 0 to 1
 */
public record EnsembleConfig(
        List<PoolSpec> pools,
        Map<String, String> routes,
        RetrySpec retry,
        long deadlineMillis,
        double leastConfidence) {

    /** The types of tasks that can be routed. */
    public static final List<String> TASK_TYPES =
            List.of("coding", "research", "documentation", "testing");

    /** Five minutes. */
    public static final long DEFAULT_DEADLINE_MILLIS = 300_000;

    /** Below it a guess among four is hardly better than none. */
    public static final double DEFAULT_LEAST_CONFIDENCE = 0.35;

    /**
     * @throws WorkbenchException USAGE naming what does not fit together
     */
    public EnsembleConfig {
        pools = List.copyOf(pools);
        routes = Map.copyOf(routes);
        if (pools.isEmpty()) {
            throw WorkbenchException.usage("the ensemble has no pool", "name at least one");
        }
        List<String> names = pools.stream().map(PoolSpec::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw WorkbenchException.usage(
                    "two pools of the ensemble share a name", "names: " + names);
        }
        for (PoolSpec pool : pools) {
            if (!pool.fallback().isEmpty()) {
                check("fallback of pool '" + pool.name() + "'", pool.fallback(), names);
            }
        }
        for (Map.Entry<String, String> route : routes.entrySet()) {
            check("a route", route.getKey(), TASK_TYPES);
            check("route '" + route.getKey() + "'", route.getValue(), names);
        }
        if (deadlineMillis < 1 || leastConfidence < 0 || leastConfidence > 1) {
            throw WorkbenchException.usage(
                    "deadline "
                            + deadlineMillis
                            + " ms or confidence "
                            + leastConfidence
                            + " out of range",
                    "a deadline of at least 1 ms, a confidence from 0 to 1");
        }
    }

    private static void check(String what, String name, List<String> known) {
        if (!known.contains(name)) {
            throw WorkbenchException.usage(
                    what + " names '" + name + "', which there is not",
                    NearMatch.remedy(name, known));
        }
    }

    /**
     * Without a configuration: a pool {@code general} with the default model; and, where a model
     * made for code is at hand, a pool {@code coding} that takes coding and testing and falls back
     * to the first.
     *
     * @param models ids of the models at hand
     */
    public static EnsembleConfig defaults(List<String> models) {
        List<PoolSpec> pools = new ArrayList<>();
        pools.add(PoolSpec.of("general", "default", 4));
        Map<String, String> routes = new LinkedHashMap<>();
        TASK_TYPES.forEach(type -> routes.put(type, "general"));
        models.stream()
                .filter(id -> id.toLowerCase(java.util.Locale.ROOT).contains("code"))
                .findFirst()
                .ifPresent(
                        coder -> {
                            pools.add(
                                    new PoolSpec(
                                            "coding",
                                            List.of(coder),
                                            2,
                                            32,
                                            "general",
                                            PoolSpec.DEFAULT_REST_MILLIS));
                            routes.put("coding", "coding");
                            routes.put("testing", "coding");
                        });
        return new EnsembleConfig(
                pools,
                routes,
                RetrySpec.DEFAULT,
                DEFAULT_DEADLINE_MILLIS,
                DEFAULT_LEAST_CONFIDENCE);
    }

    /** Name of the pool that a type of task goes to. */
    public String poolFor(String taskType) {
        return routes.getOrDefault(taskType, pools.getFirst().name());
    }
}
