package dev.engram.models;

import java.util.Locale;

/**
 * How well a model foresees a text: the lower, the better. Comparable only between models with the
 * same tokenizer, on the same text with the same window.
 *
 * @param perplexity e to the mean negative log-likelihood of a token
 * @param standardError of the perplexity, taking tokens as independent
 * @param tokens tokens that were scored: the second half of each window
 * @param windows number of windows
 * @param windowTokens tokens of a window
 * @param millis how long it took, loading not counted
 */
public record PerplexityResult(
        double perplexity,
        double standardError,
        long tokens,
        int windows,
        int windowTokens,
        long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "perplexity %.4f ± %.4f over %d tokens (%d windows of %d)",
                perplexity,
                standardError,
                tokens,
                windows,
                windowTokens);
    }
}
