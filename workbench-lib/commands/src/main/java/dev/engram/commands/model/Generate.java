package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model answer one prompt, or those of a file. */
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
            description =
                    "Many prompts, one JSON object a line: {\"prompt\": \"…\"} or {\"messages\":"
                            + " […]}, with max_tokens, temperature, seed, stop, system, raw or"
                            + " ignore_eos of its own where wanted.")
    private @Nullable String prompts;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --prompts: answers decoded together. Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(
            names = "--save-prompt",
            paramLabel = "FILE",
            description = "Also save what was read of the prompt, for --restore-prompt.")
    private @Nullable String savePrompt;

    @Option(
            names = "--restore-prompt",
            paramLabel = "FILE",
            description = "Take a saved prompt up: one that begins alike is not read again.")
    private @Nullable String restorePrompt;

    @Mixin private GenerateOptions settings = new GenerateOptions();

    private boolean streams = true;

    public Generate() {}

    /** For Java calls: the text is in the result, nothing is shown on the way. */
    Generate(ModelOptions model, String prompt, GenerateSettings settings) {
        this.model = model;
        this.prompt = prompt;
        this.settings.system = settings.system().isEmpty() ? null : settings.system();
        this.settings.raw = settings.raw();
        this.settings.maxTokens = settings.maxTokens();
        this.settings.temperature = settings.temperature();
        this.settings.seed = settings.seed();
        this.settings.stop = settings.stop();
        this.streams = false;
    }

    /** For Java calls: one line of figures a prompt, in order. */
    Generate(ModelOptions model, String promptFile, int parallel, GenerateSettings settings) {
        this(model, "", settings);
        this.prompt = null;
        this.prompts = promptFile;
        this.parallel = parallel;
    }

    @Override
    public GenerateOutput run(VerbContext context) throws Exception {
        if (parallel < 1 || parallel > LoadOptions.MAX_SLOTS) {
            throw WorkbenchException.usage(
                    "parallel " + parallel + " is out of range",
                    "give a value from 1 to " + LoadOptions.MAX_SLOTS);
        }
        if (prompts != null) {
            if (prompt != null) {
                throw WorkbenchException.usage(
                        "both --prompt and --prompts given", "leave one out");
            }
            return many(context, PromptFile.read(context.resolve(prompts)));
        }
        GenerationRequest request = settings.request(context, PromptLine.of(text(context)));
        try (LanguageModel loaded = model.load(context)) {
            if (restorePrompt != null) {
                loaded.restorePrompt(context.resolve(restorePrompt));
            }
            GenerateResult result =
                    GenerateResult.of(
                            loaded.generate(request).forEachToken(context.stream()),
                            loaded.info().id(),
                            streams && !json());
            if (savePrompt != null) {
                loaded.savePrompt(request, context.resolve(savePrompt));
            }
            return result;
        }
    }

    private GenerateBatch many(VerbContext context, List<PromptLine> lines) throws IOException {
        List<GenerationRequest> requests = new ArrayList<>();
        for (PromptLine line : lines) {
            requests.add(settings.request(context, line));
        }
        int slots = Math.min(parallel, requests.size());
        try (LanguageModel loaded = model.load(context, slots)) {
            return new BatchRun(loaded, slots, context.progress()).run(requests);
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
}
