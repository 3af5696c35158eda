package dev.engram.ensemble.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts answers to one prompt together. The score of an answer is its agreement with the others: the
 * mean F1 of the words it shares with each of them (the choice of least expected risk of Kumar and
 * Byrne 2004, as used for self-consistency). Pure functions.
 */
final class Merger {

    /** Scored parts in their order, and what came of them. */
    record Merged(String text, List<Part> parts, String how) {}

    private Merger() {}

    static Merged merge(List<Part> parts, Merge way) {
        List<Part> scored = scored(parts);
        List<Part> answers = scored.stream().filter(Part::answered).toList();
        String failed =
                answers.size() == parts.size()
                        ? ""
                        : ", " + (parts.size() - answers.size()) + " failed";
        if (answers.isEmpty()) {
            return new Merged("", scored, "no answer");
        }
        return switch (way) {
            case SIDE_BY_SIDE ->
                    new Merged(
                            sections(scored),
                            scored,
                            "side by side, " + answers.size() + " answers" + failed);
            case BEST -> {
                Part best = answers.getFirst();
                for (Part part : answers) {
                    best = part.score() > best.score() ? part : best;
                }
                yield new Merged(
                        best.text(),
                        scored,
                        String.format(
                                Locale.ROOT,
                                "best of %d by agreement with the others: %s (%.2f)%s",
                                answers.size(),
                                best.name(),
                                best.score(),
                                failed));
            }
            case VOTE -> vote(scored, answers, failed);
        };
    }

    private static Merged vote(List<Part> scored, List<Part> answers, String failed) {
        Map<String, List<Part>> ballots =
                answers.stream()
                        .collect(
                                Collectors.groupingBy(
                                        p -> ballot(p.text()),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        List<Part> winner = answers.subList(0, 1);
        int most = 0;
        for (List<Part> ballot : ballots.values()) {
            if (ballot.size() > most) {
                most = ballot.size();
                winner = ballot;
            }
        }
        return new Merged(
                winner.getFirst().text(),
                scored,
                "vote: " + most + " of " + answers.size() + " answers agree" + failed);
    }

    /**
     * What two answers must share to be the same vote: all but case, spaces and the marks around
     * them. Signs within count: {@code -1} is not {@code 1}, and {@code C++} not {@code C#}.
     */
    static String ballot(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .replaceAll("^[\\s\"'`*_]+|[\\s\"'`*_.!,;:]+$", "");
    }

    static String sections(List<Part> parts) {
        return parts.stream()
                .map(
                        p ->
                                "## "
                                        + p.name()
                                        + "\n"
                                        + (p.answered() ? p.text() : "failed: " + p.problem()))
                .collect(Collectors.joining("\n\n"));
    }

    private static List<Part> scored(List<Part> parts) {
        List<Part> scored = new ArrayList<>();
        for (Part part : parts) {
            double sum = 0;
            int others = 0;
            for (Part other : parts) {
                if (other != part && other.answered() && part.answered()) {
                    sum += agreement(part.text(), other.text());
                    others++;
                }
            }
            scored.add(part.withScore(others == 0 ? 0 : sum / others));
        }
        return scored;
    }

    /** F1 of the words two texts share, each counted as often as it occurs; symmetric, 0 to 1. */
    static double agreement(String a, String b) {
        List<String> left = words(a);
        List<String> right = words(b);
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() && right.isEmpty() ? 1 : 0;
        }
        Map<String, Integer> counts = new HashMap<>();
        left.forEach(w -> counts.merge(w, 1, Integer::sum));
        int shared = 0;
        for (String word : right) {
            Integer count = counts.get(word);
            if (count != null && count > 0) {
                counts.put(word, count - 1);
                shared++;
            }
        }
        return 2.0 * shared / (left.size() + right.size());
    }

    private static List<String> words(String text) {
        return java.util.regex.Pattern.compile("[\\p{L}\\p{N}]+")
                .matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(r -> r.group())
                .toList();
    }
}
