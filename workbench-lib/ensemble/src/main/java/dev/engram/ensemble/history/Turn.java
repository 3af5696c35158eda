package dev.engram.ensemble.history;

import dev.engram.ensemble.AskKind;
import java.util.List;

/**
 * A question and its answer as they were kept: secrets blanked, long texts cut.
 *
 * @param at when, ISO 8601 in UTC
 * @param kind which assistant
 * @param subtask whose prompt was used
 * @param task what was asked
 * @param answer what was answered
 * @param model id of the model
 * @param engrams what it was asked of, as the user named them
 * @param sources the places shown, such as {@code a/B.java:1-20}
 */
public record Turn(
        String at,
        AskKind kind,
        String subtask,
        String task,
        String answer,
        String model,
        List<String> engrams,
        List<String> sources) {

    public Turn {
        engrams = List.copyOf(engrams);
        sources = List.copyOf(sources);
    }

    @Override
    public String toString() {
        return at
                + "  "
                + kind.name().toLowerCase(java.util.Locale.ROOT)
                + ": "
                + task
                + "\n"
                + answer;
    }
}
