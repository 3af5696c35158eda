package dev.engram.engram.select;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Random-looking values assigned to names that speak of secrets: {@code api_key = "…"}. */
final class AssignedSecrets {

    private static final int MIN_LENGTH = 20;
    private static final int MAX_LENGTH = 200;
    private static final int MAX_SPACES = 4;
    private static final int NAME_LENGTH = 80;
    private static final double MIN_BITS = 3.5;
    private static final double MIN_BITS_HEX = 3.0;
    private static final double MIN_CHANGES = 0.3;

    /** In these, values need no quotes. */
    private static final Set<String> SETTINGS =
            Set.of(
                    "properties",
                    "yml",
                    "yaml",
                    "ini",
                    "toml",
                    "cfg",
                    "conf",
                    "config",
                    "env",
                    "sh");

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "(?i)([\\w.-]{0,40}(?:secret|token|passw(?:or)?d|passphrase|pwd|api[_.-]?key"
                            + "|access[_.-]?key|private[_.-]?key|auth[_.-]?key|credential)"
                            + "[\\w.-]{0,20})[\"']? {0,4}(?::=|=>|:|=) {0,4}[\"'`]?$");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DOTTED_NAME =
            Pattern.compile("[A-Za-z_]\\w{0,60}(\\.[A-Za-z_]\\w{0,60}){2,20}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

    private AssignedSecrets() {}

    /** Whether the run from {@code start} to {@code end} is, or is part of, such a value. */
    static boolean matches(String path, SecretScan.Span span, int start, int end) {
        byte[] content = span.bytes();
        int length = span.to();
        int from = start;
        while (from > span.from() && start - from < MAX_LENGTH && inValue(content[from - 1])) {
            from--;
        }
        if (!assigned(span, from)) {
            return false;
        }
        int to = end;
        while (to < length
                && to - start < MAX_LENGTH
                && (inValue(content[to]) || content[to] == '=')) {
            to++;
        }
        if (to - from < MIN_LENGTH) {
            return false;
        }
        byte before = content[from - 1];
        boolean quoted = isQuote(before);
        boolean closed = quoted && to < length && content[to] == before;
        boolean setting =
                !quoted
                        && (to == length || content[to] <= ' ')
                        && SETTINGS.contains(Secrets.extension(path.toLowerCase(Locale.ROOT)));
        return (closed || setting)
                && isRandom(span.text(from, to))
                && secretName(span.text(from - NAME_LENGTH, from));
    }

    /** Whether an equals sign or colon stands before a value, with or without a quote. */
    private static boolean assigned(SecretScan.Span span, int from) {
        byte[] content = span.bytes();
        int i = from - 1;
        if (i >= span.from() && isQuote(content[i])) {
            i--;
        }
        int spaces = 0;
        while (i >= span.from() && content[i] == ' ' && spaces++ < MAX_SPACES) {
            i--;
        }
        return i > span.from() && (content[i] == '=' || content[i] == ':' || content[i] == '>');
    }

    private static boolean secretName(String before) {
        int lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
        return ASSIGNMENT.matcher(before.substring(lineStart + 1)).find();
    }

    private static boolean isQuote(byte b) {
        return b == '"' || b == '\'' || b == '`';
    }

    private static boolean inValue(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '+'
                || b == '/'
                || b == '_'
                || b == '-'
                || b == '.'
                || b == '~';
    }

    /** Whether a value looks drawn by lot rather than named by people. */
    static boolean isRandom(String value) {
        if (UUID.matcher(value).matches()
                || DOTTED_NAME.matcher(value).matches()
                || TokenShapes.isExample(value)) {
            return false;
        }
        int[] counts = new int[128];
        int changes = 0;
        int digits = 0;
        int letters = 0;
        int previous = -1;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            counts[c]++;
            int kind =
                    c >= '0' && c <= '9'
                            ? 0
                            : c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : 3;
            digits += kind == 0 ? 1 : 0;
            letters += kind == 1 || kind == 2 ? 1 : 0;
            changes += kind == previous ? 0 : 1;
            previous = kind;
        }
        if (digits < 1 || letters < 4 || changes < MIN_CHANGES * value.length()) {
            return false;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits >= (HEX.matcher(value).matches() ? MIN_BITS_HEX : MIN_BITS);
    }
}
