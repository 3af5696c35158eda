package dev.engram.commands.model;

import dev.engram.models.GenerationRequest;
import java.util.List;

/**
 * Settings of {@code generate} for Java calls.
 *
 * @param system instructions before the conversation; empty for none
 * @param raw whether the prompt is continued without chat template
 * @param maxTokens most tokens to generate
 * @param temperature 0 always takes the likeliest token, up to 2
 * @param seed seed of the random choice
 * @param stop texts that end the answer
 */
public record GenerateSettings(
        String system,
        boolean raw,
        int maxTokens,
        double temperature,
        long seed,
        List<String> stop) {

    /** Greedy, up to {@value GenerationRequest#DEFAULT_MAX_TOKENS} tokens. */
    public static final GenerateSettings DEFAULT =
            new GenerateSettings("", false, GenerationRequest.DEFAULT_MAX_TOKENS, 0, 42, List.of());

    public GenerateSettings {
        stop = List.copyOf(stop);
    }

    public GenerateSettings withMaxTokens(int tokens) {
        return new GenerateSettings(system, raw, tokens, temperature, seed, stop);
    }

    public GenerateSettings withSystem(String text) {
        return new GenerateSettings(text, raw, maxTokens, temperature, seed, stop);
    }

    public GenerateSettings withTemperature(double value, long newSeed) {
        return new GenerateSettings(system, raw, maxTokens, value, newSeed, stop);
    }

    public GenerateSettings withStop(List<String> texts) {
        return new GenerateSettings(system, raw, maxTokens, temperature, seed, texts);
    }

    /** Continues the prompt as it stands. */
    public GenerateSettings asRaw() {
        return new GenerateSettings(system, true, maxTokens, temperature, seed, stop);
    }
}
