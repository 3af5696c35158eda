package dev.engram.commands.bench;

import dev.engram.bench.Experiment;
import dev.engram.bench.RunRecord;
import dev.engram.bench.RunStore;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists experiments with stored runs. */
@Command(
        name = "list",
        description = "List the experiments of a folder of results.",
        footer = {"", "Example: workbench bench list results"})
public final class BenchList extends Verb<ExperimentList> {

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "Folder of the results (default: ${DEFAULT-VALUE}).")
    private String results = "results";

    /** For picocli. */
    public BenchList() {}

    BenchList(String results) {
        this.results = results;
    }

    @Override
    public ExperimentList run(VerbContext context) throws Exception {
        RunStore store = Results.open(context, results);
        List<ExperimentList.Listed> listed = new ArrayList<>();
        for (String name : store.experiments()) {
            Experiment experiment = store.experiment(name);
            List<RunRecord> runs = store.load(name).runs();
            int planned = experiment.variants().size() * experiment.repetitions();
            listed.add(
                    new ExperimentList.Listed(
                            name,
                            experiment.question(),
                            experiment.task(),
                            (int) runs.stream().filter(RunRecord::finished).count(),
                            (int) runs.stream().filter(r -> !r.finished()).count(),
                            planned,
                            runs.stream()
                                    .map(RunRecord::startedAt)
                                    .max(String::compareTo)
                                    .orElse("")));
        }
        return new ExperimentList(listed);
    }
}
