package dev.engram.commands.model;

import dev.engram.commands.ExitStatus;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Answers to the prompts of a file, in their order, and what all of them came to.
 *
 * @param answers one each
 */
public record GenerateBatch(List<GenerateResult> answers, Total total)
        implements GenerateOutput, ExitStatus, Iterable<Object> {

    /**
     * All answers together; loading the model is not counted.
     *
     * @param requests number of prompts
     * @param completionTokens tokens generated
     * @param millis from the first request to the last answer
     * @param tokensPerSecond generated tokens by that time
     */
    public record Total(
            int requests, long completionTokens, double millis, double tokensPerSecond) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d requests, %d tokens in %.1f s: %.1f tokens/s",
                    requests,
                    completionTokens,
                    millis / 1e3,
                    tokensPerSecond);
        }
    }

    public GenerateBatch {
        answers = List.copyOf(answers);
    }

    static GenerateBatch of(List<GenerateResult> answers, long nanos) {
        long tokens = answers.stream().mapToLong(GenerateResult::completionTokens).sum();
        double rate = nanos == 0 ? 0 : Math.round(tokens * 1e11 / nanos) / 100.0;
        return new GenerateBatch(
                answers, new Total(answers.size(), tokens, Math.round(nanos / 1e4) / 100.0, rate));
    }

    /** 1 if a request failed. */
    @Override
    public int exitCode() {
        return answers.stream().allMatch(a -> a.error().isEmpty()) ? 0 : 1;
    }

    /** The answers, then the total. */
    @Override
    public Iterator<Object> iterator() {
        List<Object> lines = new ArrayList<>(answers);
        lines.add(total);
        return lines.iterator();
    }

    @Override
    public String text() {
        return answers.stream().map(GenerateResult::text).collect(Collectors.joining("\n\n"));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        int number = 0;
        for (GenerateResult answer : answers) {
            out.append("--- ").append(++number).append('\n').append(answer).append('\n');
        }
        return out.append(total).toString();
    }
}
