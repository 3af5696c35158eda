package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.VerbContext;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationRequest.Overlong;
import dev.engram.models.JsonSchemaGrammar;
import dev.engram.models.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an answer is generated; a line of a prompt file may say otherwise for itself. */
final class GenerateOptions {

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions that stand before the conversation.")
    @Nullable String system;

    @Option(names = "--raw", description = "Continue the text as it stands: no chat template.")
    boolean raw;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "512",
            description = "Most tokens to generate. Default: ${DEFAULT-VALUE}.")
    int maxTokens = GenerationRequest.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description =
                    "0 always takes the likeliest token, up to 2 is more random. Default:"
                            + " ${DEFAULT-VALUE}.")
    double temperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the random choice. Default: ${DEFAULT-VALUE}.")
    long seed = 42;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before this text. May be repeated.")
    List<String> stop = new ArrayList<>();

    @Option(
            names = "--ignore-eos",
            description = "Go on after the model's end mark, to measure speed.")
    boolean ignoreEnd;

    @Mixin SamplingOptions cuts = new SamplingOptions();

    @Option(
            names = "--grammar",
            paramLabel = "FILE",
            description = "The answer must match this grammar (GBNF).")
    @Nullable String grammar;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE",
            description = "The answer must be JSON of this schema.")
    @Nullable String schema;

    @Option(
            names = "--deterministic",
            description = "Decode alone and from the start: same request, same text.")
    boolean deterministic;

    @Option(
            names = "--trim",
            description =
                    "A prompt that does not fit is trimmed, and it is said: the oldest turns of a"
                            + " conversation, the beginning of a raw prompt. Default: refused.")
    boolean trim;

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "With --json: log-probability of each token and of the N likeliest in its"
                            + " place.")
    int alternatives;

    /** The request for one prompt. */
    GenerationRequest request(VerbContext context, PromptLine line) throws IOException {
        return with(context, line, line.overrides());
    }

    private GenerationRequest with(VerbContext context, PromptLine line, PromptOverrides own)
            throws IOException {
        return start(line, own)
                .withMaxTokens(own.maxTokens() == null ? maxTokens : own.maxTokens())
                .withSampling(sampling(own))
                .withStop(own.stop() == null ? stop : own.stop())
                .withIgnoreEnd(own.ignoreEnd() == null ? ignoreEnd : own.ignoreEnd())
                .withGrammar(grammar(context))
                .withDeterministic(deterministic)
                .withOverlong(trim ? Overlong.TRIM : Overlong.REFUSE)
                .withAlternatives(alternatives);
    }

    private GenerationRequest start(PromptLine line, PromptOverrides own) {
        if (!line.messages().isEmpty()) {
            return GenerationRequest.chat(line.messages());
        }
        boolean plain = own.raw() == null ? raw : own.raw();
        if (plain) {
            return GenerationRequest.raw(line.prompt());
        }
        String instructions = own.system() == null ? system : own.system();
        return GenerationRequest.chat(
                instructions == null
                        ? List.of(ChatMessage.user(line.prompt()))
                        : List.of(
                                ChatMessage.system(instructions), ChatMessage.user(line.prompt())));
    }

    private Sampling sampling(PromptOverrides own) {
        double heat = own.temperature() == null ? temperature : own.temperature();
        long chance = own.seed() == null ? seed : own.seed();
        return cuts.sampling(heat, chance);
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
}
