package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.VerbContext;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import dev.engram.models.remote.RemoteEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model, and how it is loaded; the same options in every verb that needs a model. */
public final class ModelOptions {

    @Option(
            names = {"--model"},
            paramLabel = "ID|FILE",
            defaultValue = "default",
            description =
                    "Model: an id of 'model list', a GGUF file, 'default', or a remote one by name"
                            + " or as http://host:port/v1#model. Default: ${DEFAULT-VALUE}.",
            completionCandidates = ModelIds.class)
    String model = "default";

    @Option(
            names = {"--context"},
            paramLabel = "TOKENS",
            defaultValue = "0",
            description =
                    "Room for prompt and answer together. Default: 4096, or what the model was"
                            + " trained for if less.")
    int context;

    @Option(
            names = {"--threads"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one decode. Default: the physical cores.")
    int threads;

    @Option(
            names = "--cache",
            paramLabel = "FORMAT",
            defaultValue = "F16",
            description =
                    "Number format of the context: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    LoadOptions.Cache cache = LoadOptions.Cache.F16;

    @Option(
            names = "--memory",
            paramLabel = "WAY",
            defaultValue = "MAP",
            description =
                    "How weights come into memory: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    LoadOptions.Memory memory = LoadOptions.Memory.MAP;

    @Option(
            names = "--gpu-layers",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Layers for a graphics processor, if there is one; -1 for all.")
    int gpuLayers = -1;

    @Option(
            names = "--flash-attention",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Attention takes its fast way; a quantized cache needs it. Default: on.")
    boolean flashAttention = true;

    @Option(
            names = "--numa",
            paramLabel = "WAY",
            defaultValue = "OFF",
            description =
                    "On machines with several memory nodes: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    LoadOptions.Numa numa = LoadOptions.Numa.OFF;

    @Option(
            names = "--lora",
            paramLabel = "FILE[=SCALE]",
            description = "A LoRA adapter in GGUF, and how strongly it counts. May be repeated.")
    List<String> adapters = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "auto",
            description =
                    "Where a local model runs: ${COMPLETION-CANDIDATES}. auto: in the worker where"
                            + " one runs, and from notebooks; else in this process.")
    ModelHost host = ModelHost.AUTO;

    public ModelOptions() {}

    ModelOptions(String model) {
        this.model = model;
    }

    /** Options for a Java call. */
    public ModelOptions(String model, LoadOptions options) {
        this.model = model;
        this.context = options.contextTokens();
        this.threads = options.threads();
        this.cache = options.cache();
        this.memory = options.memory();
        this.gpuLayers = options.gpuLayers();
        this.flashAttention = options.flashAttention();
        this.numa = options.numa();
        options.adapters().forEach(a -> this.adapters.add(a.file() + "=" + a.scale()));
    }

    /** The models of this process. */
    static Models models(VerbContext context) {
        return context.services().get(Models.class, () -> new Models(context.home()));
    }

    /** The file that is meant. */
    public Path file(VerbContext verb) throws IOException {
        Models models = models(verb);
        if (models.remotes().find(model).isPresent()) {
            throw WorkbenchException.usage(
                    model + " is a remote model; this needs a file", "name a local model");
        }
        return model.equals("default")
                ? models.defaultModel(verb.progress(), verb.notices())
                : models.store().find(model, verb.workingDirectory());
    }

    /** Loads the model; the caller closes the handle. */
    public LanguageModel load(VerbContext verb) throws IOException {
        return load(verb, 1);
    }

    /** Loads the model to answer several requests together; the caller closes the handle. */
    public LanguageModel load(VerbContext verb, int slots) throws IOException {
        Optional<RemoteEndpoint> remote = models(verb).remotes().find(model);
        if (remote.isPresent()) {
            return models(verb).connect(remote.get());
        }
        LoadOptions options = options(verb, slots);
        return host.isWorker(verb.services(), models(verb), System.getenv())
                ? models(verb).loadInWorker(file(verb), options, verb.progress())
                : models(verb).load(file(verb), options, verb.progress());
    }

    LoadOptions options(VerbContext verb, int slots) {
        return new LoadOptions(
                context,
                threads,
                slots,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                numa,
                adapters.stream().map(text -> adapter(verb, text)).toList());
    }

    private static LoadOptions.Adapter adapter(VerbContext verb, String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0) {
            return new LoadOptions.Adapter(verb.resolve(text), 1);
        }
        try {
            return new LoadOptions.Adapter(
                    verb.resolve(text.substring(0, equals)),
                    Double.parseDouble(text.substring(equals + 1)));
        } catch (NumberFormatException e) {
            throw WorkbenchException.usage(
                    "'" + text.substring(equals + 1) + "' is no scale for an adapter",
                    "give --lora FILE or --lora FILE=0.5");
        }
    }
}
