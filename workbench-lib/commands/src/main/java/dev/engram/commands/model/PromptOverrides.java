package dev.engram.commands.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one line of a prompt file wants otherwise; {@code null} where the options of the verb hold.
 *
 * @param maxTokens most tokens to generate
 * @param temperature 0 to 2
 * @param seed of the random choice
 * @param stop texts that end the answer
 * @param ignoreEnd go on after the model's end mark
 * @param system instructions before the prompt
 * @param raw continue the text as it stands
 */
record PromptOverrides(
        @JsonProperty("max_tokens") @JsonAlias({"maxTokens", "n_predict"})
                @Nullable Integer maxTokens,
        @JsonProperty("temperature") @Nullable Double temperature,
        @JsonProperty("seed") @Nullable Long seed,
        @JsonProperty("stop") @Nullable List<String> stop,
        @JsonProperty("ignore_eos") @JsonAlias("ignoreEos") @Nullable Boolean ignoreEnd,
        @JsonProperty("system") @Nullable String system,
        @JsonProperty("raw") @Nullable Boolean raw) {

    /** All as the options say. */
    static final PromptOverrides NONE =
            new PromptOverrides(null, null, null, null, null, null, null);

    PromptOverrides {
        stop = stop == null ? null : List.copyOf(stop);
    }
}
