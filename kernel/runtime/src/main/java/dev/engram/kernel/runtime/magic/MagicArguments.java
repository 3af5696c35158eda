package dev.engram.kernel.runtime.magic;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a magic. Single and double quotes group; a quote counts where an argument
 * begins, after {@code =} and right after a closing quote, so {@code what's} is a word. A quote
 * without a partner stands for itself. Backslashes are kept everywhere.
 *
 * @param values the arguments
 * @param end offset where they end: behind the last argument, at a closing {@code ;} or at the end
 *     of the text
 */
record MagicArguments(List<String> values, int end) {

    /** Splits all of a text that has no line break. */
    static List<String> split(String text) {
        return parse(text, 0, text.length()).values();
    }

    /** Reads arguments from {@code from} up to {@code to} or to the {@code ;} that closes them. */
    static MagicArguments parse(String text, int from, int to) {
        List<String> values = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean inside = false;
        boolean mayQuote = true;
        int at = from;
        while (at < to) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                if (inside) {
                    values.add(current.toString());
                    current.setLength(0);
                    inside = false;
                }
                mayQuote = true;
            } else if (c == ';' && closes(text, at, to)) {
                break;
            } else if ((c == '"' || c == '\'') && mayQuote && partner(text, at, to) >= 0) {
                int close = partner(text, at, to);
                current.append(text, at + 1, close);
                inside = true;
                at = close;
            } else {
                current.append(c);
                inside = true;
                mayQuote = c == '=';
            }
            at++;
        }
        if (inside) {
            values.add(current.toString());
        }
        return new MagicArguments(List.copyOf(values), at);
    }

    /** One argument as it must be written to be read back; it has no line break. */
    static String quote(String argument) {
        if (!argument.isEmpty() && argument.chars().noneMatch(MagicArguments::special)) {
            return argument;
        }
        if (argument.indexOf('\'') < 0) {
            return "'" + argument + "'";
        }
        if (argument.indexOf('"') < 0) {
            return '"' + argument + '"';
        }
        return "'" + argument.replace("'", "'\"'\"'") + "'";
    }

    private static boolean special(int c) {
        return Character.isWhitespace(c) || c == '\'' || c == '"' || c == ';' || c == '\\';
    }

    private static int partner(String text, int open, int to) {
        int close = text.indexOf(text.charAt(open), open + 1);
        return close < to ? close : -1;
    }

    /**
     * Whether a semicolon ends its statement: what follows closes a block, is a comment or nothing.
     */
    private static boolean closes(String text, int semicolon, int to) {
        int at = semicolon + 1;
        while (at < to && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ';')) {
            at++;
        }
        return at == to
                || text.charAt(at) == '}'
                || text.startsWith("//", at)
                || text.startsWith("/*", at);
    }
}
