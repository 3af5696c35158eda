package dev.engram.ensemble.route;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.TaskClassifier.Classification;
import dev.engram.ensemble.pool.EnsembleMetrics;
import dev.engram.ensemble.pool.ModelOpener;
import dev.engram.ensemble.pool.ModelPool;
import dev.engram.ensemble.pool.PoolStatus;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pools of an ensemble, and which of them takes a task: by the type of the task, or the one
 * with the shortest expected wait. Thread-safe. Closing closes the pools.
 */
public final class Router implements AutoCloseable {

    private final EnsembleConfig config;
    private final TaskClassifier classifier;
    private final Map<String, ModelPool> pools = new LinkedHashMap<>();

    public Router(
            EnsembleConfig config,
            TaskClassifier classifier,
            ModelOpener opener,
            EnsembleMetrics metrics) {
        this.config = config;
        this.classifier = classifier;
        config.pools().forEach(s -> pools.put(s.name(), new ModelPool(s, opener, metrics)));
    }

    /**
     * Where a task goes.
     *
     * @param sure whether the classifier was sure enough; else the first pool was taken
     */
    public record Route(Classification classification, ModelPool pool, boolean sure) {}

    /** By the type of the task. */
    public Route specialized(String task) {
        Classification kind = classifier.classify(task);
        boolean sure = kind.confidence() >= config.leastConfidence();
        return new Route(
                kind,
                named(sure ? config.poolFor(kind.taskType()) : config.pools().getFirst().name()),
                sure);
    }

    /** To the pool that is likely to answer first, by queue length and measured latency. */
    public Route leastLoaded(String task) {
        ModelPool pool =
                pools.values().stream()
                        .min(
                                Comparator.comparingDouble(ModelPool::expectedMillis)
                                        .thenComparingInt(ModelPool::load))
                        .orElseThrow();
        return new Route(classifier.classify(task), pool, true);
    }

    public ModelPool forType(String taskType) {
        return named(config.poolFor(taskType));
    }

    /**
     * @throws WorkbenchException USAGE if there is no such pool
     */
    public ModelPool named(String name) {
        ModelPool pool = pools.get(name);
        if (pool == null) {
            throw WorkbenchException.usage(
                    "no pool '" + name + "'", "pools: " + String.join(", ", pools.keySet()));
        }
        return pool;
    }

    public Optional<ModelPool> fallback(ModelPool pool) {
        String name = pool.spec().fallback();
        return name.isEmpty() ? Optional.empty() : Optional.of(named(name));
    }

    public List<ModelPool> pools() {
        return List.copyOf(pools.values());
    }

    public List<PoolStatus> status() {
        return pools.values().stream().map(ModelPool::status).toList();
    }

    public EnsembleConfig config() {
        return config;
    }

    @Override
    public void close() {
        pools.values().forEach(ModelPool::close);
    }
}
