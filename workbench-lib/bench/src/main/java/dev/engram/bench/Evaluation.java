package dev.engram.bench;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of an experiment over its stored runs: summaries and paired differences. Pure over
 * what the store holds; the experiment's seed fixes the resampling.
 */
public final class Evaluation {

    private final Experiment experiment;
    private final Map<String, List<RunRecord>> runs = new LinkedHashMap<>();
    private final Map<String, Variant> variants = new LinkedHashMap<>();
    private final Map<String, MetricSpec> metrics = new LinkedHashMap<>();
    private final RunStore.Found found;

    private Evaluation(Experiment experiment, RunStore.Found found) {
        this.experiment = experiment;
        this.found = found;
        for (Variant variant : experiment.variants()) {
            variants.put(variant.slug(), variant);
            runs.put(variant.slug(), new ArrayList<>());
        }
        for (RunRecord run : found.runs()) {
            List<RunRecord> known = runs.get(run.variant().slug());
            if (known != null) {
                known.add(run);
            }
        }
        addMetrics();
    }

    /** Evaluates what is stored of an experiment, which must have run before. */
    public static Evaluation of(RunStore store, String name) throws IOException {
        return new Evaluation(store.experiment(name), store.load(name));
    }

    /** Evaluates given runs. */
    static Evaluation of(Experiment experiment, List<RunRecord> runs) {
        return new Evaluation(experiment, new RunStore.Found(runs, List.of()));
    }

    /** Declared metrics first, then the task's, then whatever else was sampled. */
    private void addMetrics() {
        experiment.metrics().forEach(m -> metrics.putIfAbsent(m.name(), m));
        Tasks.all().stream()
                .filter(t -> t.name().equals(experiment.task()))
                .flatMap(t -> t.metrics().stream())
                .forEach(m -> metrics.putIfAbsent(m.name(), m));
        for (RunRecord run : found.runs()) {
            for (Sample sample : run.samples()) {
                if (metrics.values().stream().noneMatch(m -> m.source().equals(sample.metric()))) {
                    metrics.put(
                            sample.metric(),
                            MetricSpec.raw(
                                    sample.metric(),
                                    sample.unit(),
                                    MetricSpec.Better.NEITHER,
                                    "As the task sampled it."));
                }
            }
        }
        metrics.values()
                .removeIf(
                        m -> found.runs().stream().noneMatch(r -> r.values(m.source()).length > 0));
    }

    public Experiment experiment() {
        return experiment;
    }

    /** All records, failed ones included. */
    public List<RunRecord> runs() {
        return found.runs();
    }

    /** Files that are no records. */
    public List<java.nio.file.Path> damaged() {
        return found.damaged();
    }

    /** The metrics with samples, the most telling first. */
    public List<MetricSpec> metrics() {
        return List.copyOf(metrics.values());
    }

    /**
     * The metric of that name.
     *
     * @throws WorkbenchException with the near match where there is none
     */
    public MetricSpec metric(String name) {
        MetricSpec metric = metrics.get(name);
        if (metric == null) {
            throw WorkbenchException.usage(
                    "no metric '" + name + "' in the runs of " + experiment.name(),
                    NearMatch.remedy(name, metrics.keySet()));
        }
        return metric;
    }

    /** Variants with at least one finished run, in the order of the file. */
    public List<Variant> measuredVariants() {
        return variants.values().stream()
                .filter(
                        v ->
                                runs.getOrDefault(v.slug(), List.of()).stream()
                                        .anyMatch(RunRecord::finished))
                .toList();
    }

    /** The observations of a metric for a variant; maybe empty. */
    public Observations observations(Variant variant, MetricSpec metric) {
        return Observations.of(runs.getOrDefault(variant.slug(), List.of()), metric);
    }

    /** One summary for each variant that has the metric. */
    public List<Summary> summaries(MetricSpec metric) {
        List<Summary> summaries = new ArrayList<>();
        for (Variant variant : measuredVariants()) {
            Observations observations = observations(variant, metric);
            if (!observations.isEmpty()) {
                summaries.add(Summary.of(variant, observations, experiment.seed()));
            }
        }
        return summaries;
    }

    /** Each other variant against the baseline. */
    public List<Comparison> comparisons(MetricSpec metric, Variant baseline) {
        Observations base = observations(baseline, metric);
        List<Comparison> comparisons = new ArrayList<>();
        for (Variant variant : measuredVariants()) {
            if (!variant.equals(baseline)) {
                Comparison.of(
                                variant,
                                observations(variant, metric),
                                baseline,
                                base,
                                experiment.seed())
                        .ifPresent(comparisons::add);
            }
        }
        return comparisons;
    }
}
