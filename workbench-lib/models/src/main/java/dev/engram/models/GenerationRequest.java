package dev.engram.models;

import dev.engram.base.WorkbenchException;
import java.util.List;

/**
 * What a model is to continue: a conversation, rendered with the model's own chat template, or a
 * raw prompt.
 *
 * @param messages the conversation; empty for a raw prompt
 * @param prompt the raw prompt; empty for a conversation
 * @param maxTokens most tokens to generate, at least 1
 * @param sampling how tokens are chosen
 * @param stop texts that end the answer and are not part of it
 * @param ignoreEnd go on after the model's own end mark, for measurements of speed
 * @param grammar what the answer must match, in GBNF with start {@code root}; empty for anything
 * @param deterministic decode alone and from the start, so that the same request gives the same
 *     text; otherwise what else is decoded, or was before, may tip a close choice
 */
public record GenerationRequest(
        List<ChatMessage> messages,
        String prompt,
        int maxTokens,
        Sampling sampling,
        List<String> stop,
        boolean ignoreEnd,
        String grammar,
        boolean deterministic) {

    /** Tokens generated at most where nothing else is said. */
    public static final int DEFAULT_MAX_TOKENS = 512;

    /**
     * @throws WorkbenchException of category USAGE if there is nothing to continue or a value is
     *     out of range
     */
    public GenerationRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (messages.isEmpty() == prompt.isEmpty()) {
            throw WorkbenchException.usage(
                    messages.isEmpty() ? "the prompt is empty" : "both a prompt and messages given",
                    "give either messages or a raw prompt");
        }
        if (maxTokens < 1) {
            throw WorkbenchException.usage(
                    "max-tokens " + maxTokens + " is out of range", "give at least 1");
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw WorkbenchException.usage("a stop text is empty", "leave it out");
        }
        if (ignoreEnd && !grammar.isEmpty()) {
            throw WorkbenchException.usage(
                    "a grammar ends the answer, so its end cannot be ignored", "leave one out");
        }
    }

    /** Asks one question, greedily. */
    public static GenerationRequest chat(String question) {
        return chat(List.of(ChatMessage.user(question)));
    }

    /** Continues a conversation, greedily. */
    public static GenerationRequest chat(List<ChatMessage> messages) {
        return new GenerationRequest(
                messages, "", DEFAULT_MAX_TOKENS, Sampling.GREEDY, List.of(), false, "", false);
    }

    /** Continues a text as it stands, without chat template, greedily. */
    public static GenerationRequest raw(String prompt) {
        return new GenerationRequest(
                List.of(),
                prompt,
                DEFAULT_MAX_TOKENS,
                Sampling.GREEDY,
                List.of(),
                false,
                "",
                false);
    }

    public GenerationRequest withMaxTokens(int tokens) {
        return with(tokens, sampling, stop, ignoreEnd, grammar, deterministic);
    }

    public GenerationRequest withSampling(Sampling newSampling) {
        return with(maxTokens, newSampling, stop, ignoreEnd, grammar, deterministic);
    }

    public GenerationRequest withStop(List<String> texts) {
        return with(maxTokens, sampling, texts, ignoreEnd, grammar, deterministic);
    }

    public GenerationRequest withIgnoreEnd(boolean ignore) {
        return with(maxTokens, sampling, stop, ignore, grammar, deterministic);
    }

    /** The answer must match a grammar in GBNF. */
    public GenerationRequest withGrammar(String gbnf) {
        return with(maxTokens, sampling, stop, ignoreEnd, gbnf, deterministic);
    }

    public GenerationRequest withDeterministic(boolean on) {
        return with(maxTokens, sampling, stop, ignoreEnd, grammar, on);
    }

    private GenerationRequest with(
            int newMaxTokens,
            Sampling newSampling,
            List<String> newStop,
            boolean newIgnoreEnd,
            String newGrammar,
            boolean newDeterministic) {
        return new GenerationRequest(
                messages,
                prompt,
                newMaxTokens,
                newSampling,
                newStop,
                newIgnoreEnd,
                newGrammar,
                newDeterministic);
    }
}
