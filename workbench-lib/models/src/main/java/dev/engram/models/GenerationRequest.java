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
 * @param overlong what happens to a prompt that does not fit the context
 * @param alternatives tokens whose log-probabilities are told at each place, the chosen one's with
 *     them; 0 tells none, up to {@value #MOST_ALTERNATIVES}
 */
public record GenerationRequest(
        List<ChatMessage> messages,
        String prompt,
        int maxTokens,
        Sampling sampling,
        List<String> stop,
        boolean ignoreEnd,
        String grammar,
        boolean deterministic,
        Overlong overlong,
        int alternatives) {

    /** What happens to a prompt that does not fit the context. */
    public enum Overlong {
        /** It is refused, with the figures. */
        REFUSE,
        /**
         * Of a conversation the oldest turns are left out, instructions and the last message stay;
         * of a raw prompt the beginning is cut. The result says how many tokens that were.
         */
        TRIM
    }

    /** Most alternatives that can be asked for. */
    public static final int MOST_ALTERNATIVES = 100;

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
        if (alternatives < 0 || alternatives > MOST_ALTERNATIVES) {
            throw WorkbenchException.usage(
                    "log-probabilities of " + alternatives + " tokens are out of range",
                    "give 0 to " + MOST_ALTERNATIVES);
        }
    }

    /** Asks one question, greedily. */
    public static GenerationRequest chat(String question) {
        return chat(List.of(ChatMessage.user(question)));
    }

    /** Continues a conversation, greedily. */
    public static GenerationRequest chat(List<ChatMessage> messages) {
        return plain(messages, "");
    }

    /** Continues a text as it stands, without chat template, greedily. */
    public static GenerationRequest raw(String prompt) {
        return plain(List.of(), prompt);
    }

    private static GenerationRequest plain(List<ChatMessage> messages, String prompt) {
        return new GenerationRequest(
                messages,
                prompt,
                DEFAULT_MAX_TOKENS,
                Sampling.GREEDY,
                List.of(),
                false,
                "",
                false,
                Overlong.REFUSE,
                0);
    }

    /** The same for another conversation. */
    public GenerationRequest withMessages(List<ChatMessage> turns) {
        return new GenerationRequest(
                turns,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    /** The same for another raw prompt. */
    public GenerationRequest withPrompt(String text) {
        return new GenerationRequest(
                messages,
                text,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    public GenerationRequest withMaxTokens(int tokens) {
        return new GenerationRequest(
                messages,
                prompt,
                tokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    public GenerationRequest withSampling(Sampling newSampling) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                newSampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    public GenerationRequest withStop(List<String> texts) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                texts,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    public GenerationRequest withIgnoreEnd(boolean ignore) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignore,
                grammar,
                deterministic,
                overlong,
                alternatives);
    }

    /** The answer must match a grammar in GBNF. */
    public GenerationRequest withGrammar(String gbnf) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                gbnf,
                deterministic,
                overlong,
                alternatives);
    }

    public GenerationRequest withDeterministic(boolean on) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                on,
                overlong,
                alternatives);
    }

    public GenerationRequest withOverlong(Overlong way) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                way,
                alternatives);
    }

    /** Tells the log-probabilities of so many tokens at each place. */
    public GenerationRequest withAlternatives(int count) {
        return new GenerationRequest(
                messages,
                prompt,
                maxTokens,
                sampling,
                stop,
                ignoreEnd,
                grammar,
                deterministic,
                overlong,
                count);
    }
}
