package dev.engram.models;

/**
 * What a generation came to. After a cancellation the text so far is kept.
 *
 * @param text the generated text, without stop text
 * @param finishReason why it ended
 */
public record GenerationResult(
        String text, FinishReason finishReason, Usage usage, Timings timings) {

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
     */
    public record Usage(int promptTokens, int completionTokens, int reusedTokens) {

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
