package dev.engram.commands.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.engram.base.WorkbenchException;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.TokenChoice;
import java.util.List;
import java.util.Locale;

/**
 * An answer with its figures.
 *
 * @param text the generated text
 * @param promptTokens tokens of the prompt, template included
 * @param completionTokens tokens generated
 * @param firstTokenMillis from the request to the first token
 * @param prefillTokensPerSecond speed of reading the prompt
 * @param decodeTokensPerSecond speed of writing the answer
 * @param finishReason END, STOP_TEXT, LENGTH or CANCELLED; ERROR if there is no answer
 * @param model id of the model
 * @param trimmedTokens tokens of the prompt that were left out because it did not fit
 * @param tokens log-probabilities of the tokens; empty unless asked for
 * @param error why there is no answer; empty if there is one
 * @param streamed whether the text was shown while it was generated
 */
public record GenerateResult(
        String text,
        int promptTokens,
        int completionTokens,
        double firstTokenMillis,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        String finishReason,
        String model,
        int trimmedTokens,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TokenChoice> tokens,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String error,
        @JsonIgnore boolean streamed)
        implements GenerateOutput {

    public GenerateResult {
        tokens = List.copyOf(tokens);
    }

    static GenerateResult of(GenerationResult result, String model, boolean streamed) {
        return new GenerateResult(
                result.text(),
                result.usage().promptTokens(),
                result.usage().completionTokens(),
                result.timings().firstTokenMillis(),
                result.timings().prefillTokensPerSecond(),
                result.timings().decodeTokensPerSecond(),
                result.finishReason().name(),
                model,
                result.usage().trimmedTokens(),
                result.tokens(),
                "",
                streamed);
    }

    /** What became of a request that failed, where others go on. */
    static GenerateResult failed(String model, WorkbenchException reason) {
        return new GenerateResult(
                "",
                0,
                0,
                0,
                0,
                0,
                "ERROR",
                model,
                0,
                List.of(),
                reason.userMessage().replace('\n', ' '),
                false);
    }

    /** The text, unless it has been shown already, and a line of figures. */
    @Override
    public String toString() {
        if (!error.isEmpty()) {
            return "[" + model + " · failed: " + error + "]";
        }
        String figures =
                String.format(
                        Locale.ROOT,
                        "[%s · %d + %d tokens · first after %.0f ms · prefill %.0f, decode %.1f"
                                + " tokens/s%s%s]",
                        model,
                        promptTokens,
                        completionTokens,
                        firstTokenMillis,
                        prefillTokensPerSecond,
                        decodeTokensPerSecond,
                        finishReason.equals("LENGTH") ? " · cut at the token limit" : "",
                        trimmedTokens > 0
                                ? " · " + trimmedTokens + " tokens of the prompt left out"
                                : "");
        return streamed ? figures : text + System.lineSeparator() + figures;
    }
}
