package dev.engram.kernel.runtime.internal.eval;

import java.util.Set;

/**
 * What a piece of a cell certainly is, told from its first tokens; whatever is not certain is left
 * to JShell. Certain pieces are evaluated as the value of one reused variable, which saves JShell
 * one or two analyses and a temporary variable for each expression.
 */
enum SnippetShape {
    /** Anything JShell is to tell apart itself. */
    ANY,
    /** An expression that has a value. */
    VALUE,
    /** A call, which may be void. */
    CALL,
    /** A statement without a value. */
    STATEMENT;

    private static final Set<String> STATEMENTS =
            Set.of("for", "while", "if", "do", "try", "synchronized", "throw");
    private static final Set<String> EXPRESSIONS = Set.of("new", "true", "false");
    private static final Set<String> OTHERS =
            Set.of(
                    "abstract",
                    "assert",
                    "boolean",
                    "break",
                    "byte",
                    "case",
                    "catch",
                    "char",
                    "class",
                    "continue",
                    "default",
                    "double",
                    "else",
                    "enum",
                    "extends",
                    "final",
                    "finally",
                    "float",
                    "implements",
                    "import",
                    "instanceof",
                    "int",
                    "interface",
                    "long",
                    "native",
                    "non",
                    "null",
                    "package",
                    "private",
                    "protected",
                    "public",
                    "record",
                    "return",
                    "sealed",
                    "short",
                    "static",
                    "strictfp",
                    "super",
                    "switch",
                    "this",
                    "transient",
                    "var",
                    "void",
                    "volatile",
                    "yield",
                    "_");

    /**
     * Tells the shape of a complete piece.
     *
     * @param mask the source as {@link CodeMask} gives it
     */
    static SnippetShape of(String mask) {
        String code = mask.strip();
        if (code.endsWith(";")) {
            code = code.substring(0, code.length() - 1).strip();
        }
        if (code.isEmpty()) {
            return ANY;
        }
        char first = code.charAt(0);
        if (first == '{') {
            return STATEMENT;
        }
        if (Character.isJavaIdentifierStart(first)) {
            return ofWord(code);
        }
        return first == '"'
                        || first == '('
                        || first == '-'
                        || first == '!'
                        || Character.isDigit(first)
                ? valueOrCall(code)
                : ANY;
    }

    private static SnippetShape ofWord(String code) {
        int end = wordEnd(code, 0);
        String word = code.substring(0, end);
        if (STATEMENTS.contains(word)) {
            return STATEMENT;
        }
        if (EXPRESSIONS.contains(word)) {
            return valueOrCall(code);
        }
        if (OTHERS.contains(word)) {
            return ANY;
        }
        boolean simple = true;
        int at = skipBlank(code, end);
        while (at < code.length() && code.charAt(at) == '.') {
            simple = false;
            at = skipBlank(code, at + 1);
            int next = wordEnd(code, at);
            if (next == at) {
                return ANY;
            }
            at = skipBlank(code, next);
        }
        if (at == code.length()) {
            return VALUE;
        }
        String rest = code.substring(at);
        return switch (rest.charAt(0)) {
            case '(' -> valueOrCall(code);
            case '=' -> rest.startsWith("==") || !simple ? valueOrCall(code) : STATEMENT;
            case '[' -> rest.substring(1).stripLeading().startsWith("]") ? ANY : valueOrCall(code);
            case '-' -> rest.startsWith("->") ? ANY : valueOrCall(code);
            case '+', '*', '/', '%', '^', '!', '?', '>' -> valueOrCall(code);
            case '&', '|' ->
                    rest.startsWith("&&") || rest.startsWith("||") ? valueOrCall(code) : ANY;
            default -> ANY;
        };
    }

    private static SnippetShape valueOrCall(String code) {
        return code.endsWith(")") ? CALL : VALUE;
    }

    private static int wordEnd(String code, int from) {
        int at = from;
        while (at < code.length() && Character.isJavaIdentifierPart(code.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int skipBlank(String code, int from) {
        int at = from;
        while (at < code.length() && Character.isWhitespace(code.charAt(at))) {
            at++;
        }
        return at;
    }
}
