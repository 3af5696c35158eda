package dev.engram.ensemble.internal;

import dev.engram.ensemble.TaskClassifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The baseline: the specification's regular expressions. The type with the most matches wins, in
 * the order coding, research, documentation, testing where they tie; the confidence is its share of
 * all matches, and 0 for a text that nothing matches, which counts as research.
 */
public final class PatternClassifier implements TaskClassifier {

    private static final Map<String, List<Pattern>> PATTERNS = new LinkedHashMap<>();

    static {
        type(
                "coding",
                "implement|code|function|class|method|debug|refactor",
                "write.*code|generate.*function|create.*class");
        type(
                "research",
                "research|investigate|analyze|survey|review|compare",
                "what is|how does|explain|describe|summarize");
        type("documentation", "document|readme|docs|comment|explain code");
        type("testing", "test|unit test|integration test|e2e|validate");
    }

    private static void type(String name, String... patterns) {
        PATTERNS.put(
                name,
                List.of(patterns).stream()
                        .map(p -> Pattern.compile(p, Pattern.CASE_INSENSITIVE))
                        .toList());
    }

    @Override
    public Classification classify(String task) {
        String best = "research";
        int most = 0;
        int all = 0;
        for (Map.Entry<String, List<Pattern>> type : PATTERNS.entrySet()) {
            int matches = type.getValue().stream().mapToInt(p -> count(p, task)).sum();
            all += matches;
            if (matches > most) {
                most = matches;
                best = type.getKey();
            }
        }
        return new Classification(best, all == 0 ? 0 : (double) most / all);
    }

    private static int count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
