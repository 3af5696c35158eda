package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model answer one prompt. */
@Command(
        name = "generate",
        description = "Answer a prompt with a local model; the text streams as it is generated.",
        footer = {"", "Example: workbench model generate --prompt \"What is a hash table?\""})
public final class Generate extends Verb<GenerateResult> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "TEXT",
            description = "What to answer; in a cell magic, the body.")
    private @Nullable String prompt;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions that stand before the conversation.")
    private @Nullable String system;

    @Option(names = "--raw", description = "Continue the text as it stands: no chat template.")
    private boolean raw;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "512",
            description = "Most tokens to generate. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description =
                    "0 always takes the likeliest token, up to 2 is more random. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the random choice. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before this text. May be repeated.")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--ignore-eos",
            description = "Go on after the model's end mark, to measure speed.")
    private boolean ignoreEnd;

    private boolean streams = true;

    public Generate() {}

    /** For Java calls: the text is in the result, nothing is shown on the way. */
    Generate(ModelOptions model, String prompt, GenerateSettings settings) {
        this.model = model;
        this.prompt = prompt;
        this.system = settings.system().isEmpty() ? null : settings.system();
        this.raw = settings.raw();
        this.maxTokens = settings.maxTokens();
        this.temperature = settings.temperature();
        this.seed = settings.seed();
        this.stop = settings.stop();
        this.streams = false;
    }

    @Override
    public GenerateResult run(VerbContext context) throws Exception {
        GenerationRequest request = request(context);
        try (LanguageModel loaded = model.load(context)) {
            return GenerateResult.of(
                    loaded.generate(request).forEachToken(context.stream()),
                    loaded.info().id(),
                    streams && !json());
        }
    }

    private GenerationRequest request(VerbContext context) {
        String body = context.body();
        String text = prompt != null ? prompt : body == null ? "" : body.strip();
        if (text.isEmpty()) {
            throw WorkbenchException.usage(
                    "no prompt given", "give --prompt TEXT, or a cell body below %%model generate");
        }
        Sampling sampling = temperature == 0 ? Sampling.GREEDY : Sampling.random(temperature, seed);
        return (raw ? GenerationRequest.raw(text) : GenerationRequest.chat(conversation(text)))
                .withMaxTokens(maxTokens)
                .withSampling(sampling)
                .withStop(stop)
                .withIgnoreEnd(ignoreEnd);
    }

    private List<ChatMessage> conversation(String text) {
        return system == null
                ? List.of(ChatMessage.user(text))
                : List.of(ChatMessage.system(system), ChatMessage.user(text));
    }
}
