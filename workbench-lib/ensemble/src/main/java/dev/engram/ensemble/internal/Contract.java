package dev.engram.ensemble.internal;

import dev.engram.ensemble.AnswerCheck;
import dev.engram.ensemble.Citation;
import dev.engram.ensemble.CodeBlock;
import dev.engram.ensemble.Source;
import dev.engram.ensemble.Subtask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Holds an answer against the contract of its subtask. Pure. */
public final class Contract {

    private static final Pattern TEST =
            Pattern.compile(
                    "@(?:Test|Property|ParameterizedTest)\\b|\\bdef test_|\\b(?:it|test)\\s*\\(");
    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*?|(?m)^\\s*(?://|#)|\"\"\"|\\s//\\s|\\s#\\s");
    private static final Pattern POINT = Pattern.compile("(?m)^\\s*(?:[-*+•]|\\d+[.)])\\s+\\S");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+\\S");
    private static final int LONGEST_VALUE = 80;

    private Contract() {}

    /**
     * One result a check of the subtask, and one on the syntax of each block that does not parse.
     */
    public static List<AnswerCheck> check(
            Subtask subtask,
            String answer,
            List<CodeBlock> blocks,
            List<Citation> citations,
            List<Source> sources) {
        List<AnswerCheck> results = new ArrayList<>();
        for (Subtask.Check check : subtask.checks()) {
            String missing =
                    switch (check) {
                        case VALUE ->
                                answer.lines().filter(l -> !l.isBlank()).count() != 1
                                                || answer.strip().length() > LONGEST_VALUE
                                        ? "more than a bare value"
                                        : "";
                        case CODE -> blocks.isEmpty() ? "no block of code" : "";
                        case TESTS ->
                                blocks.stream().anyMatch(b -> TEST.matcher(b.code()).find())
                                        ? ""
                                        : "no test in the code";
                        case COMMENTS ->
                                blocks.stream().anyMatch(b -> COMMENT.matcher(b.code()).find())
                                        ? ""
                                        : "no comment in the code";
                        case POINTS -> POINT.matcher(answer).find() ? "" : "no point of a list";
                        case HEADINGS -> HEADING.matcher(answer).find() ? "" : "no heading";
                        case CITATIONS ->
                                sources.isEmpty()
                                                || citations.stream()
                                                        .anyMatch(
                                                                c ->
                                                                        c.status()
                                                                                != Citation.Status
                                                                                        .INVENTED)
                                        ? ""
                                        : "no statement names its source";
                    };
            results.add(
                    new AnswerCheck(
                            check.name().toLowerCase(Locale.ROOT), missing.isEmpty(), missing));
        }
        for (CodeBlock block : blocks) {
            if (block.syntax() == CodeBlock.Syntax.INVALID) {
                results.add(new AnswerCheck("syntax", false, block.problem()));
            }
        }
        for (Citation citation : citations) {
            if (citation.status() == Citation.Status.INVENTED) {
                results.add(new AnswerCheck("citation", false, invented(citation)));
            }
        }
        return List.copyOf(results);
    }

    private static String invented(Citation citation) {
        return citation.text()
                + " names nothing that exists"
                + (citation.nearest().isEmpty() ? "" : "; nearest: " + citation.nearest());
    }
}
