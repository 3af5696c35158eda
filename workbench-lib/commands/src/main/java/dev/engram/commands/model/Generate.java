package dev.engram.commands.model;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ChatMessage;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.JsonSchemaGrammar;
import dev.engram.models.LanguageModel;
import dev.engram.models.Sampling;
import java.io.IOException;
import java.nio.file.Files;
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
public final class Generate extends Verb<GenerateOutput> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "TEXT",
            description = "What to answer; in a cell magic, the body.")
    private @Nullable String prompt;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "Many prompts, one JSON object a line: {\"prompt\": \"…\"}.")
    private @Nullable String prompts;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --prompts: answers decoded together. Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

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

    @Option(
            names = "--top-k",
            paramLabel = "N",
            defaultValue = "40",
            description = "With a temperature: keep the N likeliest; 0 keeps all. Default: 40.")
    private int topK = 40;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "0.95",
            description = "With a temperature: keep this much probability. Default: 0.95.")
    private double topP = 0.95;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "With a temperature: drop what is less likely. Default: 0.05.")
    private double minP = 0.05;

    @Option(
            names = "--repeat-penalty",
            paramLabel = "X",
            defaultValue = "1",
            description = "Above 1 disfavours what was said. Default: ${DEFAULT-VALUE}.")
    private double repeatPenalty = 1;

    @Option(
            names = "--grammar",
            paramLabel = "FILE",
            description = "The answer must match this grammar (GBNF).")
    private @Nullable String grammar;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description = "The answer must be JSON of this schema.")
    private @Nullable String schema;

    @Option(
            names = "--deterministic",
            description = "Decode alone and from the start: same request, same text.")
    private boolean deterministic;

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
    public GenerateOutput run(VerbContext context) throws Exception {
        if (prompts != null) {
            return many(context, PromptFile.read(context.resolve(prompts)));
        }
        GenerationRequest request = request(context, text(context));
        try (LanguageModel loaded = model.load(context)) {
            return GenerateResult.of(
                    loaded.generate(request).forEachToken(context.stream()),
                    loaded.info().id(),
                    streams && !json());
        }
    }

    private GenerateBatch many(VerbContext context, List<String> texts) throws IOException {
        List<GenerationRequest> requests = new ArrayList<>();
        for (String text : texts) {
            requests.add(request(context, text));
        }
        try (LanguageModel loaded = model.load(context, Math.max(1, parallel))) {
            long start = System.nanoTime();
            List<Generation> running = requests.stream().map(loaded::generate).toList();
            try {
                List<GenerateResult> answers = new ArrayList<>();
                for (Generation one : running) {
                    answers.add(GenerateResult.of(one.result(), loaded.info().id(), false));
                    context.progress()
                            .update(
                                    "answering",
                                    answers.size(),
                                    running.size(),
                                    Progress.Unit.ITEMS);
                }
                return GenerateBatch.of(answers, System.nanoTime() - start);
            } finally {
                running.stream().filter(one -> !one.done()).forEach(Generation::cancel);
            }
        }
    }

    private String text(VerbContext context) {
        String body = context.body();
        String text = prompt != null ? prompt : body == null ? "" : body.strip();
        if (text.isEmpty()) {
            throw WorkbenchException.usage(
                    "no prompt given", "give --prompt TEXT, or a cell body below %%model generate");
        }
        return text;
    }

    private GenerationRequest request(VerbContext context, String text) throws IOException {
        Sampling sampling =
                temperature == 0 && repeatPenalty == 1
                        ? Sampling.GREEDY
                        : new Sampling(temperature, topK, topP, minP, repeatPenalty, seed);
        return (raw ? GenerationRequest.raw(text) : GenerationRequest.chat(conversation(text)))
                .withMaxTokens(maxTokens)
                .withSampling(sampling)
                .withStop(stop)
                .withIgnoreEnd(ignoreEnd)
                .withGrammar(grammar(context))
                .withDeterministic(deterministic);
    }

    private String grammar(VerbContext context) throws IOException {
        if (grammar != null && schema != null) {
            throw WorkbenchException.usage(
                    "both --grammar and --json-schema given", "leave one out");
        }
        if (schema != null) {
            return JsonSchemaGrammar.of(Files.readString(context.resolve(schema)));
        }
        return grammar == null ? "" : Files.readString(context.resolve(grammar));
    }

    private List<ChatMessage> conversation(String text) {
        return system == null
                ? List.of(ChatMessage.user(text))
                : List.of(ChatMessage.system(system), ChatMessage.user(text));
    }
}
