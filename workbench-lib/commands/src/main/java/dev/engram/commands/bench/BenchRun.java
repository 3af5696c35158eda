package dev.engram.commands.bench;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.Evaluation;
import dev.engram.bench.Experiment;
import dev.engram.bench.ExperimentFile;
import dev.engram.bench.ExperimentRunner;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.RunStore;
import dev.engram.bench.Summary;
import dev.engram.bench.Task;
import dev.engram.bench.chart.Chart;
import dev.engram.bench.chart.Charts;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.Models;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an experiment file. */
@Command(
        name = "run",
        description = {
            "Run an experiment file and store a record of every run.",
            "Without --resume the records of an earlier series are set aside (one series is kept).",
        },
        footer = {"", "Example: workbench bench run experiments/quantization.yaml -o results"})
public final class BenchRun extends Verb<BenchResult> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE.yaml",
            description = "The experiment file; in a cell magic, the body.")
    private @Nullable String file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String output = "results";

    @Option(names = "--resume", description = "Skip the runs that finished before.")
    private boolean resume;

    @Option(
            names = {"-n", "--repetitions"},
            paramLabel = "N",
            description = "Repetitions of each variant, instead of the file's.")
    private int repetitions;

    @Option(
            names = {"-p", "--set"},
            paramLabel = "NAME=VALUE",
            description = "Replace a setting of the file; paths start at the current folder.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** For picocli. */
    public BenchRun() {}

    BenchRun(String file, String output, boolean resume, Map<String, String> settings) {
        this.file = file;
        this.output = output;
        this.resume = resume;
        this.settings = new LinkedHashMap<>(settings);
    }

    @Override
    public BenchResult run(VerbContext context) throws Exception {
        Experiment experiment = experiment(context).with(settings, repetitions);
        RunStore store = new RunStore(context.resolve(output));
        Task.Surroundings surroundings =
                new Task.Surroundings(
                        context.home(),
                        context.workingDirectory(),
                        context.progress(),
                        context.notices(),
                        () ->
                                context.services()
                                        .get(Models.class, () -> new Models(context.home())));
        ExperimentRunner.Outcome outcome =
                new ExperimentRunner(store, surroundings).run(experiment, resume);
        Evaluation evaluation = Evaluation.of(store, experiment.name());
        List<Summary> summaries = new ArrayList<>();
        for (MetricSpec metric : evaluation.metrics()) {
            summaries.addAll(evaluation.summaries(metric));
        }
        List<Chart> charts = Charts.drawAll(store, evaluation, context.notices());
        return new BenchResult(
                experiment.name(),
                experiment.question(),
                store.folder(experiment.name()).toString(),
                outcome.done(),
                outcome.skipped(),
                outcome.failed(),
                outcome.problems(),
                List.copyOf(summaries),
                charts);
    }

    private Experiment experiment(VerbContext context) throws IOException {
        if (file != null) {
            return ExperimentFile.read(context.resolve(file));
        }
        String body = context.body();
        if (body == null || body.isBlank()) {
            throw WorkbenchException.usage(
                    "no experiment given", "name a .yaml file, or write it below %%bench run");
        }
        return ExperimentFile.parse(body, context.workingDirectory(), "the cell");
    }
}
