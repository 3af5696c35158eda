package dev.engram.commands.ensemble;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.VerbContext;
import dev.engram.commands.model.ModelOptions;
import dev.engram.ensemble.pattern.Orchestrator;
import dev.engram.ensemble.pool.EnsembleMetrics;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.route.EnsembleConfig;
import dev.engram.ensemble.route.EnsembleFile;
import dev.engram.ensemble.route.Router;
import dev.engram.models.LoadOptions;
import dev.engram.models.ModelInfo;
import dev.engram.models.Models;
import dev.engram.models.remote.RemoteConsent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ensembles of this process, one a configuration: queues, latencies and models live as long as
 * the process does. Thread-safe.
 */
final class Ensembles implements AutoCloseable {

    private final Map<String, Orchestrator> open = new HashMap<>();

    static Ensembles of(VerbContext context) {
        // The models first: what is made first is closed last.
        models(context);
        return context.services().get(Ensembles.class, Ensembles::new);
    }

    private static Models models(VerbContext context) {
        return context.services().get(Models.class, () -> new Models(context.home()));
    }

    /** The configuration that counts: the one named, else the home's, else none. */
    static Optional<Path> file(String named, VerbContext context) {
        if (!named.isBlank()) {
            return Optional.of(context.resolve(named));
        }
        Path usual = context.home().root().resolve(EnsembleFile.NAME);
        return Files.isRegularFile(usual) ? Optional.of(usual) : Optional.empty();
    }

    /** The ensemble of a configuration; its models are opened when they are first asked. */
    synchronized Orchestrator get(String named, VerbContext context) throws IOException {
        Optional<Path> file = file(named, context);
        String text = file.isPresent() ? key(file.get()) : "defaults";
        Orchestrator known = open.get(text);
        if (known == null) {
            // It outlives this call, whose display it must not write to.
            VerbContext later =
                    context.withProgress(Progress.none())
                            .withNotices(notice -> {})
                            .withStream(piece -> {})
                            .withBody(null);
            known = make(config(file, context), later);
            open.put(text, known);
        }
        return known;
    }

    /**
     * Any model of the ensemble may be asked, so one remote model is enough.
     *
     * @throws WorkbenchException USAGE if passages of the engram may not leave this machine
     */
    static void checkConsent(Orchestrator ensemble, Path engram, VerbContext context)
            throws IOException {
        for (PoolSpec pool : ensemble.router().config().pools()) {
            for (String model : pool.models()) {
                if (models(context).remotes().find(model).isPresent()
                        && !new RemoteConsent(context.home()).remoteAllowed(engram)) {
                    throw WorkbenchException.usage(
                            "passages of "
                                    + engram
                                    + " may not leave for the remote model "
                                    + model
                                    + " of pool "
                                    + pool.name(),
                            "allow it: workbench model remote allow, or leave --context" + " out");
                }
            }
        }
    }

    /** A changed file is another configuration. */
    private static String key(Path file) throws IOException {
        // byte by byte: whether it is text is for the reader to say
        return Files.isRegularFile(file)
                ? file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1)
                : file.toString();
    }

    private static EnsembleConfig config(Optional<Path> file, VerbContext context)
            throws IOException {
        if (file.isPresent()) {
            return EnsembleFile.read(file.get());
        }
        List<String> ids =
                models(context).store().files().stream()
                        .map(f -> ModelInfo.idOf(String.valueOf(f.getFileName())))
                        .toList();
        return EnsembleConfig.defaults(ids);
    }

    private static Orchestrator make(EnsembleConfig config, VerbContext context) {
        EnsembleMetrics metrics = EnsembleMetrics.prometheus();
        Router router =
                new Router(
                        config,
                        // Asked for on the first task: status needs no embedder.
                        task -> ClassifierChoice.TRAINED.open(context).classify(task),
                        (id, slots) ->
                                new ModelOptions(id, LoadOptions.DEFAULT).load(context, slots),
                        metrics);
        return new Orchestrator(router, metrics);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Orchestrator::close);
        open.clear();
    }
}
