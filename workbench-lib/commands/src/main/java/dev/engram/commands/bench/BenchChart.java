package dev.engram.commands.bench;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.ChartSpec;
import dev.engram.bench.Evaluation;
import dev.engram.bench.RunStore;
import dev.engram.bench.chart.Chart;
import dev.engram.bench.chart.Charts;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws one chart of an experiment. */
@Command(
        name = "chart",
        description = {
            "Draw a chart of an experiment as PNG and SVG; the result is its file.",
            "Without a name: the first chart the experiment declares.",
        },
        footer = {"", "Example: workbench bench chart quantization decode"})
public final class BenchChart extends Verb<Chart> {

    @Parameters(
            index = "0",
            paramLabel = "EXPERIMENT",
            description = "Name of an experiment with results.")
    private String experiment = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHART",
            description = "Name of a declared chart, or of a metric.")
    private String chart = "";

    @Option(
            names = {"-r", "--results"},
            paramLabel = "DIR",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String results = "results";

    /** For picocli. */
    public BenchChart() {}

    BenchChart(String experiment, String chart, String results) {
        this.experiment = experiment;
        this.chart = chart;
        this.results = results;
    }

    @Override
    public Chart run(VerbContext context) throws Exception {
        RunStore store = Results.open(context, results);
        Evaluation evaluation = Evaluation.of(store, experiment);
        List<ChartSpec> specs = Charts.specs(evaluation);
        if (specs.isEmpty()) {
            throw WorkbenchException.missing(
                    "no finished runs of '" + experiment + "' in " + store.root(),
                    "run it first: workbench bench run FILE.yaml -o " + results);
        }
        ChartSpec spec =
                chart.isEmpty()
                        ? specs.getFirst()
                        : specs.stream()
                                .filter(s -> s.name().equals(chart))
                                .findFirst()
                                .orElseGet(() -> ChartSpec.bars(evaluation.metric(chart).name()));
        return Charts.draw(store, evaluation, spec);
    }
}
