package dev.engram.ensemble.pool;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/**
 * What the pools count, through Micrometer: {@code ensemble.requests} (timer; pool, model,
 * outcome), {@code ensemble.refused}, {@code ensemble.retries}, {@code ensemble.fallbacks}
 * (counters; pool), {@code ensemble.active}, {@code ensemble.waiting} (gauges; pool). Thread-safe.
 */
public final class EnsembleMetrics {

    private final MeterRegistry registry;

    /** Counts into a registry of the caller's. */
    public EnsembleMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** In memory. */
    public static EnsembleMetrics simple() {
        return new EnsembleMetrics(new SimpleMeterRegistry());
    }

    /** In memory, and as text for Prometheus. */
    public static EnsembleMetrics prometheus() {
        return new EnsembleMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** The text that Prometheus reads; empty for other registries. */
    public String prometheusText() {
        return registry instanceof PrometheusMeterRegistry prometheus ? prometheus.scrape() : "";
    }

    void watch(ModelPool pool) {
        Gauge.builder("ensemble.active", pool, p -> p.status().active())
                .tag("pool", pool.name())
                .register(registry);
        Gauge.builder("ensemble.waiting", pool, p -> p.status().waiting())
                .tag("pool", pool.name())
                .register(registry);
    }

    void finished(String pool, String model, String outcome, double millis) {
        registry.timer("ensemble.requests", "pool", pool, "model", model, "outcome", outcome)
                .record((long) (millis * 1e6), TimeUnit.NANOSECONDS);
    }

    void refused(String pool) {
        registry.counter("ensemble.refused", "pool", pool).increment();
    }

    void retried(String pool) {
        registry.counter("ensemble.retries", "pool", pool).increment();
    }

    void fellBack(String pool) {
        registry.counter("ensemble.fallbacks", "pool", pool).increment();
    }

    /** Times an attempt was repeated, over all pools. */
    public long retries() {
        return sum("ensemble.retries");
    }

    /** Times another pool took over, over all pools. */
    public long fallbacks() {
        return sum("ensemble.fallbacks");
    }

    private long sum(String counter) {
        return (long) registry.find(counter).counters().stream().mapToDouble(c -> c.count()).sum();
    }
}
