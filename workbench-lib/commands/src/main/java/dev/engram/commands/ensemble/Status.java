package dev.engram.commands.ensemble;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.pattern.Orchestrator;
import dev.engram.models.Models;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the pools of the ensemble, the assistants and the model they would use. */
@Command(
        name = "status",
        description = {
            "Show the pools of the ensemble: queues, models, latencies, errors; and the assistants.",
            "Counters begin with the process: in a notebook they tell of all its cells."
        },
        footer = {"", "Example: workbench ensemble status"})
public final class Status extends Verb<EnsembleStatus> {

    @Option(
            names = "--config",
            paramLabel = "FILE.yaml",
            description = "Pools, routes and policies. Default: as for 'ensemble run'.")
    private String config = "";

    @Option(names = "--metrics", description = "Show everything counted, as Prometheus reads it.")
    private boolean metrics;

    @Override
    public EnsembleStatus run(VerbContext context) throws Exception {
        Models models = context.services().get(Models.class, () -> new Models(context.home()));
        Optional<Path> model = models.presentDefault();
        Orchestrator ensemble = Ensembles.of(context).get(config, context);
        return new EnsembleStatus(
                Arrays.stream(AskKind.values())
                        .map(k -> k.name().toLowerCase(Locale.ROOT))
                        .toList(),
                "trained on words and static embedding; patterns where that is missing",
                model.map(Path::toString).orElse(""),
                models.store().files().size(),
                Ensembles.file(config, context).map(Path::toString).orElse(""),
                ensemble.router().status(),
                ensemble.router().config().routes(),
                ensemble.metrics().retries(),
                ensemble.metrics().fallbacks(),
                ensemble.router().config().deadlineMillis(),
                metrics ? ensemble.metrics().prometheusText() : "");
    }
}
