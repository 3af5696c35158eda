package dev.engram.models;

import java.util.List;

/**
 * What a generation came to. After a cancellation the text so far is kept.
 *
 * @param text the generated text, without stop text
 * @param finishReason why it ended
 * @param tokens the generated tokens with their log-probabilities; empty unless asked for
 */
public record GenerationResult(
        String text,
        FinishReason finishReason,
        Usage usage,
        Timings timings,
        List<TokenChoice> tokens) {

    public GenerationResult {
        tokens = List.copyOf(tokens);
    }

    /** No log-probabilities were asked for. */
    public GenerationResult(String text, FinishReason finishReason, Usage usage, Timings timings) {
        this(text, finishReason, usage, timings, List.of());
    }

    /**
     * A token that was chosen. Probabilities are the model's own, before penalties, grammar,
     * temperature and cuts.
     *
     * @param token its number
     * @param text what it stands for; part of a character shows as a replacement mark
     * @param logProbability natural logarithm of its probability, at most 0
     * @param likeliest the likeliest tokens at this place, in order
     */
    public record TokenChoice(
            int token, String text, double logProbability, List<Alternative> likeliest) {
        public TokenChoice {
            likeliest = List.copyOf(likeliest);
        }
    }

    /** A token that could have been chosen; see {@link TokenChoice}. */
    public record Alternative(int token, String text, double logProbability) {}

    /** Why a generation ended. */
    public enum FinishReason {
        /** The model set its end mark. */
        END,
        /** A stop text appeared. */
        STOP_TEXT,
        /** The token limit was reached. */
        LENGTH,
        /** It was cancelled. */
        CANCELLED
    }

    /**
     * Tokens of one request.
     *
     * @param promptTokens tokens of the prompt, template included
     * @param completionTokens tokens generated, an end mark not counted
     * @param reusedTokens tokens of the prompt that were still there from an earlier request
     * @param trimmedTokens tokens of the prompt that were left out because it did not fit; not
     *     counted in promptTokens
     */
    public record Usage(
            int promptTokens, int completionTokens, int reusedTokens, int trimmedTokens) {

        /** Nothing was left out. */
        public Usage(int promptTokens, int completionTokens, int reusedTokens) {
            this(promptTokens, completionTokens, reusedTokens, 0);
        }

        /** Nothing was reused. */
        public Usage(int promptTokens, int completionTokens) {
            this(promptTokens, completionTokens, 0);
        }
    }

    /**
     * Measured on the way; rates are 0 where nothing was measured.
     *
     * @param waitMillis from the request to the start of its prefill
     * @param firstTokenMillis from the request to the first token
     * @param prefillTokensPerSecond prompt tokens that were not reused by the time they took
     * @param decodeTokensPerSecond tokens after the first by the time they took
     * @param totalMillis from the request to its end
     */
    public record Timings(
            double waitMillis,
            double firstTokenMillis,
            double prefillTokensPerSecond,
            double decodeTokensPerSecond,
            double totalMillis) {}

    @Override
    public String toString() {
        return text;
    }
}
