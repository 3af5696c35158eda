package dev.engram.kernel.runtime.magic;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks over Java source token by token, as far as needed to tell code from literals and comments.
 * Never fails: an unclosed literal ends with its line, an unclosed comment or text block with the
 * source. Used by one thread.
 */
final class JavaScan {

    /** Java's operators of more than one character that matter for what stands before a magic. */
    private static final String[] OPERATORS = {
        "->", "==", "!=", "<=", ">=", "%=", "+=", "-=", "*=", "/=", "&=", "|=", "^=", "::", "++",
        "--", "&&", "||"
    };

    private final String source;
    private final Deque<Character> open = new ArrayDeque<>();
    private int at;
    private String previous = "";
    private boolean lineHasCode;

    JavaScan(String source, int from) {
        this.source = source;
        this.at = from;
    }

    /** Offset of the next token. */
    int position() {
        return at;
    }

    /** The last token of code, or an empty string at the start of the source. */
    String previous() {
        return previous;
    }

    /** How many brackets are open. */
    int depth() {
        return open.size();
    }

    /** Whether the innermost open bracket is a parenthesis or a square bracket. */
    boolean insideParentheses() {
        return !open.isEmpty() && open.peek() != '{';
    }

    /** Whether code already stands before the next token on its line. */
    boolean lineHasCode() {
        return lineHasCode;
    }

    /** Moves to the next token of code; false at the end of the source. */
    boolean toCode() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                lineHasCode = false;
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (source.startsWith("//", at)) {
                at = lineEnd(source, at);
            } else if (source.startsWith("/*", at)) {
                int close = source.indexOf("*/", at + 2);
                int end = close < 0 ? source.length() : close + 2;
                if (source.substring(at, end).indexOf('\n') >= 0) {
                    lineHasCode = false;
                }
                at = end;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Steps over the token at the position. */
    void step() {
        int end = tokenEnd();
        String token = source.substring(at, end);
        char first = token.charAt(0);
        if (first == '(' || first == '[' || first == '{') {
            open.push(first);
        } else if ((first == ')' || first == ']' || first == '}') && !open.isEmpty()) {
            open.pop();
        }
        take(end, token);
    }

    /** Steps over a magic up to {@code end}; what stands there counts as a whole statement. */
    void skipMagic(int end) {
        take(end, ";");
    }

    private void take(int end, String token) {
        at = end;
        previous = token;
        lineHasCode = true;
    }

    private int tokenEnd() {
        char c = source.charAt(at);
        if (source.startsWith("\"\"\"", at)) {
            return textBlockEnd();
        }
        if (c == '"' || c == '\'') {
            return literalEnd(c);
        }
        if (Character.isJavaIdentifierPart(c) || Character.isSurrogate(c)) {
            int end = at + 1;
            while (end < source.length()
                    && (Character.isJavaIdentifierPart(source.charAt(end))
                            || Character.isSurrogate(source.charAt(end)))) {
                end++;
            }
            return end;
        }
        for (String operator : OPERATORS) {
            if (source.startsWith(operator, at)) {
                return at + operator.length();
            }
        }
        return at + 1;
    }

    private int textBlockEnd() {
        for (int i = at + 3; i < source.length(); i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.startsWith("\"\"\"", i)) {
                return i + 3;
            }
        }
        return source.length();
    }

    private int literalEnd(char quote) {
        for (int i = at + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\n') {
                return i;
            }
            if (c == quote) {
                return i + 1;
            }
            if (c == '\\' && i + 1 < source.length() && source.charAt(i + 1) != '\n') {
                i++;
            }
        }
        return source.length();
    }

    /** Offset of the line break that ends the line of {@code from}, or of the end of the source. */
    static int lineEnd(String source, int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }
}
