package dev.engram.commands.bench;

import dev.engram.bench.chart.Chart;
import dev.engram.bench.report.Report;
import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.commands.report.ReportBuild;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Experiments over one folder of results, as Java calls. Immutable and thread-safe, as long as one
 * thread runs an experiment.
 *
 * @param results the folder of the results
 * @param context gives where a verb runs, asked anew at each call
 */
public record BenchHandle(String results, Supplier<VerbContext> context) {

    /** Runs an experiment file; earlier records of it are set aside. */
    @Runs(BenchRun.class)
    public BenchResult run(String file) {
        return run(file, Map.of());
    }

    /** Runs an experiment file with some settings replaced. */
    @Runs(BenchRun.class)
    public BenchResult run(String file, Map<String, String> settings) {
        return VerbRunner.call(new BenchRun(file, results, false, settings), context.get());
    }

    /** Runs what is missing of an experiment. */
    @Runs(BenchRun.class)
    public BenchResult resume(String file, Map<String, String> settings) {
        return VerbRunner.call(new BenchRun(file, results, true, settings), context.get());
    }

    /** The experiments with stored runs. */
    @Runs(BenchList.class)
    public ExperimentList list() {
        return VerbRunner.call(new BenchList(results), context.get());
    }

    /** Paired differences in every metric. */
    @Runs(BenchCompare.class)
    public ComparisonList compare(String experiment) {
        return compare(experiment, "");
    }

    /** Paired differences in one metric. */
    @Runs(BenchCompare.class)
    public ComparisonList compare(String experiment, String metric) {
        return VerbRunner.call(new BenchCompare(experiment, results, metric), context.get());
    }

    /** The first chart an experiment declares. */
    @Runs(BenchChart.class)
    public Chart chart(String experiment) {
        return chart(experiment, "");
    }

    /** A declared chart by its name, or bars of a metric. */
    @Runs(BenchChart.class)
    public Chart chart(String experiment, String chartOrMetric) {
        return VerbRunner.call(new BenchChart(experiment, chartOrMetric, results), context.get());
    }

    /** Writes the raw samples as CSV into a file. */
    @Runs(BenchExport.class)
    public ExportResult export(String experiment, String file) {
        return VerbRunner.call(
                new BenchExport(
                        experiment,
                        results,
                        file.endsWith(".json") ? BenchExport.Format.JSON : BenchExport.Format.CSV,
                        file),
                context.get());
    }

    /** Builds the HTML report of all experiments in the folder. */
    @Runs(ReportBuild.class)
    public Report report(String file) {
        return VerbRunner.call(new ReportBuild(results, file), context.get());
    }
}
