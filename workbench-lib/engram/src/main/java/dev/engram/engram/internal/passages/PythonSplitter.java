package dev.engram.engram.internal.passages;

/**
 * Python by indentation: each {@code def} with its decorators is a passage, a class up to its first
 * method another, what stands between is gathered. Triple-quoted strings do not confuse it.
 */
final class PythonSplitter {

    private byte[] bytes = new byte[0];

    /** Brackets open at the end of the last line. */
    private int brackets;

    void split(byte[] content, int from, int to, Windows out) {
        bytes = content;
        int passage = from;
        int functionIndent = -1;
        int decorated = -1;
        int quote = 0;
        brackets = 0;
        for (int at = from; at < to; ) {
            int end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            int first = at;
            while (first < end && (bytes[first] == ' ' || bytes[first] == '\t')) {
                first++;
            }
            boolean code = quote == 0 && first < end && bytes[first] != '\r';
            if (code && (word(at, end, "def") || word(at, end, "class"))) {
                brackets = 0; // whatever went wrong before, here a function begins
            }
            if (code && brackets == 0 && bytes[first] != '#') {
                int indent = first - at;
                boolean inside = functionIndent >= 0 && indent > functionIndent;
                if (!inside) {
                    boolean decorator = bytes[first] == '@';
                    boolean function = word(first, end, "def") || word(first, end, "async");
                    boolean type = word(first, end, "class");
                    int start = decorated >= 0 ? decorated : at;
                    boolean leaving = functionIndent >= 0;
                    if (decorator && decorated < 0) {
                        decorated = at;
                    }
                    if (!decorator && (function || type || leaving)) {
                        if (start > passage) {
                            out.add(passage, start);
                        }
                        passage = start;
                        functionIndent = function ? indent : -1;
                    }
                    if (!decorator) {
                        decorated = -1;
                    }
                }
            }
            quote = quoteAfter(first, end, quote);
            at = Math.min(to, end + 1);
        }
        out.add(passage, to);
    }

    private boolean word(int at, int end, String word) {
        int length = word.length();
        if (end - at <= length || (bytes[at + length] != ' ' && bytes[at + length] != '\t')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The triple quote that is open after a line, or 0. */
    private int quoteAfter(int from, int to, int open) {
        int quote = open;
        for (int i = from; i < to; i++) {
            int b = bytes[i];
            if (b == '\\') {
                i++;
            } else if (b == '"' || b == '\'') {
                boolean triple = i + 2 < to && bytes[i + 1] == b && bytes[i + 2] == b;
                if (quote != 0) {
                    if (triple && b == quote) {
                        quote = 0;
                        i += 2;
                    }
                } else if (triple) {
                    quote = b;
                    i += 2;
                } else {
                    i++;
                    while (i < to && bytes[i] != b) {
                        i += bytes[i] == '\\' ? 2 : 1;
                    }
                }
            } else if (b == '#' && quote == 0) {
                return 0;
            } else if (quote == 0 && (b == '(' || b == '[' || b == '{')) {
                brackets++;
            } else if (quote == 0 && (b == ')' || b == ']' || b == '}')) {
                brackets = Math.max(0, brackets - 1);
            }
        }
        return quote;
    }
}
