package dev.engram.commands.ensemble;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.model.ModelIds;
import dev.engram.commands.model.ModelOptions;
import dev.engram.engram.Engram;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Assistant;
import dev.engram.ensemble.EngramSource;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What ask, code and research share: one pipeline with different prompts. */
abstract class AssistantVerb extends Verb<Answer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "TASK",
            description = "The question or task; in a cell magic, the body.")
    private String words = "";

    @Option(
            names = {"-t", "--task"},
            paramLabel = "TEXT",
            description = "The question or task.")
    private String task = "";

    @Option(
            names = {"-e", "--context"},
            paramLabel = "X.engram",
            split = ",",
            description = "Engrams to answer from; several with commas.")
    private List<String> engrams = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "ID|FILE",
            defaultValue = "default",
            description =
                    "Model: an id of 'model list', a GGUF file, or 'default'. Default:"
                            + " ${DEFAULT-VALUE}.",
            completionCandidates = ModelIds.class)
    private String model = "default";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one decode. Default: the physical cores.")
    private int threads;

    @Option(
            names = "--max-context-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description = "Most tokens of retrieved text. Default: what suits the model's size.")
    private int maxContextTokens;

    @Option(
            names = {"-k", "--sources"},
            paramLabel = "N",
            defaultValue = "" + AskRequest.DEFAULT_SOURCES,
            description = "Most passages shown to the model. Default: ${DEFAULT-VALUE}.")
    private int sources = AskRequest.DEFAULT_SOURCES;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "" + AskRequest.DEFAULT_MAX_TOKENS,
            description = "Most tokens of the answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = AskRequest.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 gives the same answer each time, up to 2. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the random choice. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    private final AskKind kind;
    private boolean streams = true;

    AssistantVerb(AskKind kind) {
        this.kind = kind;
    }

    /** For Java calls: nothing is shown on the way. */
    AssistantVerb(AskRequest request, String modelId, List<String> engrams) {
        this.kind = request.kind();
        this.task = request.task();
        this.engrams = List.copyOf(engrams);
        this.model = modelId;
        this.maxContextTokens = request.maxContextTokens();
        this.sources = request.maxSources();
        this.maxTokens = request.maxTokens();
        this.temperature = request.temperature();
        this.seed = request.seed();
        this.streams = false;
    }

    @Override
    public Answer run(VerbContext context) throws Exception {
        AskRequest request =
                AskRequest.of(kind, text(context))
                        .withMaxContextTokens(maxContextTokens)
                        .withMaxSources(sources)
                        .withMaxTokens(maxTokens)
                        .withTemperature(temperature, seed);
        List<Engram> open = new ArrayList<>();
        try {
            List<EngramSource> from = new ArrayList<>();
            for (String name : engrams) {
                Path path = context.resolve(name.strip());
                open.add(Engram.open(path));
                from.add(new EngramSource(name.strip(), open.getLast()));
            }
            ModelOptions options =
                    new ModelOptions(model, LoadOptions.DEFAULT.withThreads(threads));
            try (LanguageModel loaded = options.load(context)) {
                boolean shown = streams && !json();
                Consumer<String> stream = shown ? context.stream() : text -> {};
                return new Assistant(loaded, from).ask(request, stream).withStreamed(shown);
            }
        } finally {
            for (Engram engram : open) {
                engram.close();
            }
        }
    }

    private String text(VerbContext context) {
        if (!task.isBlank()) {
            return task;
        }
        if (!words.isBlank()) {
            return words;
        }
        String body = context.body();
        return body == null ? "" : body;
    }
}
