package dev.engram.bench.chart;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.ChartSpec;
import dev.engram.bench.Comparison;
import dev.engram.bench.Evaluation;
import dev.engram.bench.Interval;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.Observations;
import dev.engram.bench.RunStore;
import dev.engram.bench.Summary;
import dev.engram.bench.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes the charts of an experiment from its stored runs. */
public final class Charts {

    private Charts() {}

    /** The declared charts; where there are none, bars of every declared or telling metric. */
    public static List<ChartSpec> specs(Evaluation evaluation) {
        List<ChartSpec> declared =
                evaluation.experiment().charts().stream()
                        .filter(c -> hasMetric(evaluation, c.y()))
                        .toList();
        if (!declared.isEmpty()) {
            return declared;
        }
        List<MetricSpec> own = evaluation.experiment().metrics();
        return evaluation.metrics().stream()
                .filter(m -> own.isEmpty() || own.contains(m))
                .limit(6)
                .map(m -> ChartSpec.bars(m.name()))
                .toList();
    }

    /**
     * Draws all charts of an experiment into its folder. One that cannot be drawn, such as one
     * relative to a baseline that failed, does not cost the others.
     *
     * @param notices receives one line for each chart that cannot be drawn
     */
    public static List<Chart> drawAll(
            RunStore store, Evaluation evaluation, Consumer<String> notices) throws IOException {
        List<Chart> charts = new ArrayList<>();
        for (ChartSpec spec : specs(evaluation)) {
            if (!evaluation.summaries(evaluation.metric(spec.y())).isEmpty()) {
                try {
                    charts.add(draw(store, evaluation, spec));
                } catch (WorkbenchException e) {
                    notices.accept("no chart '%s': %s".formatted(spec.name(), e.getMessage()));
                }
            }
        }
        return charts;
    }

    /** Draws one chart into the experiment's folder. */
    public static Chart draw(RunStore store, Evaluation evaluation, ChartSpec spec)
            throws IOException {
        return Chart.draw(
                plot(evaluation, spec),
                store.folder(evaluation.experiment().name()).resolve("charts"),
                spec.name());
    }

    /** What a chart shows: values with their 95 % intervals. */
    public static Plot plot(Evaluation evaluation, ChartSpec spec) {
        MetricSpec y = evaluation.metric(spec.y());
        Map<String, List<Plot.Point>> series = new LinkedHashMap<>();
        boolean numeric = spec.type() != ChartSpec.Type.BAR;
        boolean shared = sharesLabels(evaluation, spec, y);
        for (Variant variant : evaluation.measuredVariants()) {
            Observations observed = evaluation.observations(variant, y);
            if (observed.isEmpty()) {
                continue;
            }
            Interval interval;
            double value;
            if (spec.relative()) {
                Comparison ratio = ratio(evaluation, y, variant, observed);
                value = ratio.ratio();
                interval = new Interval(ratio.ratioLow(), ratio.ratioHigh());
            } else {
                Summary s = Summary.of(variant, observed, evaluation.experiment().seed());
                value = s.value();
                interval = new Interval(s.low(), s.high());
            }
            double x = numeric ? x(evaluation, spec, variant) : 0;
            if (!Double.isFinite(x) || !Double.isFinite(value)) {
                continue;
            }
            series.computeIfAbsent(seriesOf(spec, variant), k -> new ArrayList<>())
                    .add(
                            new Plot.Point(
                                    shared ? rest(spec, variant) : label(spec, variant),
                                    x,
                                    value,
                                    interval.low(),
                                    interval.high()));
        }
        if (series.isEmpty()) {
            throw WorkbenchException.usage(
                    "chart '%s' of %s has no values to show"
                            .formatted(spec.name(), evaluation.experiment().name()),
                    numeric
                            ? "'" + spec.x() + "' must be a factor or a metric with numbers"
                            : "run the experiment first: bench run --resume");
        }
        String title = spec.title().isEmpty() ? evaluation.experiment().question() : spec.title();
        return new Plot(
                title,
                xLabel(evaluation, spec),
                yLabel(evaluation, spec, y),
                Plot.Kind.valueOf(spec.type().name()),
                spec.logX(),
                spec.logY(),
                series.entrySet().stream()
                        .map(e -> new Plot.Series(e.getKey(), List.copyOf(e.getValue())))
                        .toList());
    }

    private static Comparison ratio(
            Evaluation evaluation, MetricSpec y, Variant variant, Observations observed) {
        Variant baseline = evaluation.experiment().baselineVariant();
        return Comparison.of(
                        variant,
                        observed,
                        baseline,
                        evaluation.observations(baseline, y),
                        evaluation.experiment().seed())
                .orElseThrow(
                        () ->
                                WorkbenchException.missing(
                                        "nothing of " + variant + " pairs with " + baseline,
                                        "run the baseline, too: bench run --resume"));
    }

    private static double x(Evaluation evaluation, ChartSpec spec, Variant variant) {
        if (hasMetric(evaluation, spec.x())) {
            Observations observed = evaluation.observations(variant, evaluation.metric(spec.x()));
            return observed.isEmpty() ? Double.NaN : observed.value();
        }
        try {
            return Double.parseDouble(variant.text(spec.x(), "NaN"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String label(ChartSpec spec, Variant variant) {
        return spec.type() != ChartSpec.Type.POINTS
                        && !spec.x().equals(spec.series())
                        && variant.values().containsKey(spec.x())
                ? variant.text(spec.x(), "")
                : rest(spec, variant);
    }

    /** All values but the one the series is named by. */
    private static String rest(ChartSpec spec, Variant variant) {
        Map<String, Object> rest = new LinkedHashMap<>(variant.values());
        rest.remove(spec.series());
        return new Variant(rest).label();
    }

    private static String seriesOf(ChartSpec spec, Variant variant) {
        return spec.series().isEmpty() ? "" : variant.text(spec.series(), "other");
    }

    /** Whether two bars would have one place, so that one of them would hide the other. */
    private static boolean sharesLabels(Evaluation evaluation, ChartSpec spec, MetricSpec y) {
        Set<String> places = new HashSet<>();
        return spec.type() == ChartSpec.Type.BAR
                && !evaluation.measuredVariants().stream()
                        .filter(v -> !evaluation.observations(v, y).isEmpty())
                        .allMatch(v -> places.add(seriesOf(spec, v) + "\0" + label(spec, v)));
    }

    private static String xLabel(Evaluation evaluation, ChartSpec spec) {
        if (hasMetric(evaluation, spec.x())) {
            return evaluation.metric(spec.x()).axis();
        }
        return spec.x();
    }

    private static String yLabel(Evaluation evaluation, ChartSpec spec, MetricSpec y) {
        String direction =
                switch (y.better()) {
                    case HIGHER -> ", higher is better";
                    case LOWER -> ", lower is better";
                    case NEITHER -> "";
                };
        if (spec.relative()) {
            return "%s relative to %s%s · whiskers: 95 %% interval of the paired ratio"
                    .formatted(y.name(), evaluation.experiment().baselineVariant(), direction);
        }
        return y.axis() + direction + " · whiskers: 95 % interval";
    }

    private static boolean hasMetric(Evaluation evaluation, String name) {
        return evaluation.metrics().stream().anyMatch(m -> m.name().equals(name));
    }
}
