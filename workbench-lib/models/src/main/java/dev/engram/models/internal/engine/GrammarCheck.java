package dev.engram.models.internal.engine;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a grammar in GBNF before llama.cpp does, which would complain on the user's standard error:
 * syntax, rules that are not defined, the start rule. Not thread-safe.
 */
final class GrammarCheck {

    private static final String START = "root";
    private static final Pattern REPETITION =
            Pattern.compile("\\s*(\\d{1,5})\\s*(?:,\\s*(\\d{1,5})?\\s*)?");

    /** llama.cpp takes no more, and says so on the user's standard error. */
    private static final int MOST_REPETITIONS = 2000;

    private final String text;
    private int at;
    private final Set<String> defined = new HashSet<>();
    private final Map<String, Integer> used = new LinkedHashMap<>();

    private GrammarCheck(String text) {
        this.text = text;
    }

    /**
     * @throws WorkbenchException of category USAGE with line and reason
     */
    static void check(String grammar) {
        new GrammarCheck(grammar).run();
    }

    private void run() {
        skip(true);
        while (at < text.length()) {
            defined.add(name("a rule"));
            skip(false);
            expect("::=");
            skip(true);
            alternatives(0);
            skip(true);
        }
        if (!defined.contains(START)) {
            throw bad("has no rule '" + START + "'", text.length());
        }
        used.forEach(
                (name, place) -> {
                    if (!defined.contains(name)) {
                        throw bad(
                                "rule '"
                                        + name
                                        + "' is not defined"
                                        + NearMatch.of(name, defined)
                                                .map(n -> "; did you mean '" + n + "'?")
                                                .orElse(""),
                                place);
                    }
                });
    }

    private WorkbenchException bad(String problem, int place) {
        long line = text.substring(0, Math.min(place, text.length())).lines().count();
        return WorkbenchException.usage(
                "the grammar, line " + Math.max(1, line) + ": " + problem,
                "it is GBNF: rules 'name ::= …', the first to match is 'root'");
    }

    private boolean ahead(String word) {
        return text.startsWith(word, at);
    }

    private void expect(String word) {
        if (!ahead(word)) {
            throw bad("'" + word + "' expected", at);
        }
        at += word.length();
    }

    /** Skips blanks and comments, and line breaks if they mean nothing here. */
    private void skip(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || lines && (c == '\n' || c == '\r')) {
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean inName(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-');
    }

    private String name(String what) {
        int start = at;
        while (at < text.length() && inName(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw bad(what + " expected", at);
        }
        return text.substring(start, at);
    }

    private void alternatives(int depth) {
        if (depth > 200) {
            throw bad("is nested too deeply", at);
        }
        sequence(depth);
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            skip(true);
            sequence(depth);
        }
    }

    private void sequence(int depth) {
        boolean any = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted('"');
            } else if (c == '[') {
                quoted(']');
            } else if (c == '(') {
                at++;
                skip(true);
                alternatives(depth + 1);
                expect(")");
            } else if (c == '.') {
                at++;
            } else if (inName(c)) {
                int place = at;
                used.putIfAbsent(name("a rule"), place);
            } else if (any && "*+?".indexOf(c) >= 0) {
                at++;
            } else if (any && c == '{') {
                repetition();
            } else {
                return;
            }
            any = true;
            skip(depth > 0);
        }
    }

    private void quoted(char end) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != end) {
            if (text.charAt(at) == '\\') {
                at++;
                if (at >= text.length() || "\\\"[]-nrtxuU".indexOf(text.charAt(at)) < 0) {
                    throw bad("unknown escape", at);
                }
            }
            at++;
        }
        if (at >= text.length()) {
            throw bad("no '" + end + "' ends what begins here", start);
        }
        at++;
    }

    private void repetition() {
        int end = text.indexOf('}', at);
        Matcher counts = REPETITION.matcher(end < 0 ? "" : text.substring(at + 1, end));
        if (!counts.matches()) {
            throw bad("a repetition is {n}, {n,} or {n,m}", at);
        }
        int least = Integer.parseInt(counts.group(1));
        int most = counts.group(2) == null ? least : Integer.parseInt(counts.group(2));
        if (Math.max(least, most) > MOST_REPETITIONS || most < least) {
            throw bad(
                    "a repetition goes from n up to m, at most " + MOST_REPETITIONS + " times", at);
        }
        at = end + 1;
    }
}
