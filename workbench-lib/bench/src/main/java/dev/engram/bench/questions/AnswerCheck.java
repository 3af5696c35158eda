package dev.engram.bench.questions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a model's words give the right value. Only the first line that says something
 * counts. It is right if it is the value itself; or if every piece of code it marks, other than
 * names of the question, is the value; or if, unmarked, its first sentence begins or ends with the
 * value. Mentioning the value among others is not enough. Pure.
 */
public final class AnswerCheck {

    private static final Pattern MARKED =
            Pattern.compile("`+([^`]+)`+|\\*\\*([^*]+)\\*\\*|\"([^\"]*)\"");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:\\d[\\d_,]*\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?[lLfFdD]?");

    private AnswerCheck() {}

    /**
     * @param question what was asked, whose own words count for nothing
     * @param expected the right value
     * @param said what the model said
     */
    public static boolean correct(String question, String expected, String said) {
        String wanted = normalise(expected);
        String line = firstLine(said);
        if (line.isEmpty()) {
            return false;
        }
        if (normalise(line).equals(wanted)) {
            return true;
        }
        List<String> marked = marked(line, question);
        if (!marked.isEmpty()) {
            return marked.stream().allMatch(m -> m.equals(wanted));
        }
        String sentence = line.split("(?<=[^.\\d])\\. |; ", 2)[0];
        String[] words = sentence.strip().split("\\s+");
        return normalise(words[0]).equals(wanted)
                || normalise(words[words.length - 1]).equals(wanted);
    }

    private static String firstLine(String said) {
        for (String line : said.lines().toList()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("```")) {
                return text.replaceFirst("(?i)^(?:answer|value|result)\\s*:\\s*", "");
            }
        }
        return "";
    }

    private static List<String> marked(String line, String question) {
        List<String> found = new ArrayList<>();
        Matcher matcher = MARKED.matcher(line);
        while (matcher.find()) {
            String text = matcher.group(1);
            text =
                    text != null
                            ? text
                            : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            String plain = text.replaceAll("\\(.*\\)$", "");
            if (!question.contains(plain)) {
                found.add(normalise(text));
            }
        }
        return found;
    }

    /**
     * A value without what is only dress: quotes and marks around it, type parameters, packages,
     * empty parentheses, a full stop, digit groups and type letters of numbers.
     */
    static String normalise(String value) {
        String text = value.strip();
        String before;
        do {
            before = text;
            text = text.replaceAll("^[\\s`*\"'‘’“”(\\[]+|[\\s`*\"'‘’“”)\\];:,!]+$", "");
            text = text.replaceAll("\\.$", "");
        } while (!text.equals(before));
        if (NUMBER.matcher(text).matches()) {
            return number(text);
        }
        text = text.replaceAll("<.*>", "").replaceAll("\\($", "").replaceAll("\\s+", " ");
        text = text.replaceAll("^(?:[a-z][\\w]*\\.)+(?=[A-Z])", "");
        text = text.replaceAll("\\.class$", "");
        return text.toLowerCase(Locale.ROOT).strip();
    }

    private static String number(String text) {
        String digits = text.replaceAll("[_,lLfFdD+]", "");
        try {
            return new java.math.BigDecimal(digits).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
