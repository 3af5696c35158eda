package dev.engram.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import java.util.List;

/**
 * What an assistant is asked.
 *
 * @param kind which assistant
 * @param task the question or task, in plain words
 * @param subtask name of a subtask of that assistant, or {@link Subtask#AUTO}
 * @param earlier the conversation so far, oldest first; what does not fit is left out from the
 *     start
 * @param maxContextTokens most tokens of context, counted with the model's own tokenizer; 0 takes
 *     what suits the model's size
 * @param maxSources most passages shown, 1 to 50
 * @param maxTokens most tokens of the answer, at least 1
 * @param temperature 0 for the same answer each time, up to 2
 * @param seed of the random choice above temperature 0
 */
public record AskRequest(
        AskKind kind,
        String task,
        String subtask,
        List<ChatMessage> earlier,
        int maxContextTokens,
        int maxSources,
        int maxTokens,
        double temperature,
        long seed) {

    /** Passages shown where nothing is said. */
    public static final int DEFAULT_SOURCES = 3;

    /** Length of an answer where nothing is said. */
    public static final int DEFAULT_MAX_TOKENS = 160;

    /**
     * @throws WorkbenchException USAGE naming the value out of range
     */
    public AskRequest {
        earlier = List.copyOf(earlier);
        task = task.strip();
        if (task.isEmpty()) {
            throw WorkbenchException.usage(
                    "no question given", "give --task TEXT, or a cell body below the magic");
        }
        check("max-context-tokens", maxContextTokens, 0, 1 << 20);
        check("sources", maxSources, 1, 50);
        check("max-tokens", maxTokens, 1, 1 << 20);
    }

    /** A question with all else chosen. */
    public static AskRequest of(AskKind kind, String task) {
        return new AskRequest(
                kind, task, Subtask.AUTO, List.of(), 0, DEFAULT_SOURCES, DEFAULT_MAX_TOKENS, 0, 42);
    }

    public AskRequest withSubtask(String name) {
        return with(name, earlier, maxContextTokens, maxSources, maxTokens, temperature, seed);
    }

    /** The same question within a conversation. */
    public AskRequest withEarlier(List<ChatMessage> messages) {
        return with(subtask, messages, maxContextTokens, maxSources, maxTokens, temperature, seed);
    }

    public AskRequest withMaxContextTokens(int tokens) {
        return with(subtask, earlier, tokens, maxSources, maxTokens, temperature, seed);
    }

    public AskRequest withMaxSources(int sources) {
        return with(subtask, earlier, maxContextTokens, sources, maxTokens, temperature, seed);
    }

    public AskRequest withMaxTokens(int tokens) {
        return with(subtask, earlier, maxContextTokens, maxSources, tokens, temperature, seed);
    }

    public AskRequest withTemperature(double degree, long newSeed) {
        return with(subtask, earlier, maxContextTokens, maxSources, maxTokens, degree, newSeed);
    }

    private AskRequest with(
            String newSubtask,
            List<ChatMessage> newEarlier,
            int newContext,
            int newSources,
            int newTokens,
            double newTemperature,
            long newSeed) {
        return new AskRequest(
                kind,
                task,
                newSubtask,
                newEarlier,
                newContext,
                newSources,
                newTokens,
                newTemperature,
                newSeed);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw WorkbenchException.usage(
                    name + " " + value + " is out of range",
                    "give a value from " + least + " to " + most);
        }
    }
}
