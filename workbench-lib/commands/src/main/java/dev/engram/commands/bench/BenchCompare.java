package dev.engram.commands.bench;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.Comparison;
import dev.engram.bench.Evaluation;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.RunStore;
import dev.engram.bench.Variant;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the variants of an experiment. */
@Command(
        name = "compare",
        description = "Compare variants by paired differences with 95 %% bootstrap intervals.",
        footer = {"", "Example: workbench bench compare quantization --metric decode"})
public final class BenchCompare extends Verb<ComparisonList> {

    @Parameters(paramLabel = "EXPERIMENT", description = "Name of an experiment with results.")
    private String experiment = "";

    @Option(
            names = {"-r", "--results"},
            paramLabel = "DIR",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String results = "results";

    @Option(names = "--metric", paramLabel = "NAME", description = "One metric (default: all).")
    private String metric = "";

    @Option(
            names = "--baseline",
            paramLabel = "VARIANT",
            description = "Variant to compare with, as 'type=Q4_1' (default: the file's).")
    private String baseline = "";

    /** For picocli. */
    public BenchCompare() {}

    BenchCompare(String experiment, String results, String metric) {
        this.experiment = experiment;
        this.results = results;
        this.metric = metric;
    }

    @Override
    public ComparisonList run(VerbContext context) throws Exception {
        RunStore store = Results.open(context, results);
        Evaluation evaluation = Evaluation.of(store, experiment);
        Variant base = base(evaluation);
        List<MetricSpec> metrics =
                metric.isEmpty() ? evaluation.metrics() : List.of(evaluation.metric(metric));
        List<Comparison> comparisons = new ArrayList<>();
        for (MetricSpec one : metrics) {
            comparisons.addAll(evaluation.comparisons(one, base));
        }
        return new ComparisonList(experiment, base.name(), comparisons);
    }

    private Variant base(Evaluation evaluation) {
        if (baseline.isEmpty()) {
            return evaluation.experiment().baselineVariant();
        }
        List<Variant> variants = evaluation.experiment().variants();
        return variants.stream()
                .filter(v -> v.name().equals(baseline) || v.label().equals(baseline))
                .findFirst()
                .orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        "no variant '" + baseline + "' in " + experiment,
                                        NearMatch.remedy(
                                                baseline,
                                                variants.stream().map(Variant::name).toList())));
    }
}
