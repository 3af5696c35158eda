package dev.engram.engram.select;

import java.util.Optional;

/**
 * One line of a {@code .gitignore}. Names are bytes, one per char. Immutable.
 *
 * @param keeps whether the line begins with {@code !} and so takes back what others ignore
 * @param foldersOnly whether it ends with a slash
 * @param nameOnly whether it has no other slash, and so applies to names at any depth
 * @param literal what a path must begin with (where not {@code nameOnly}) or be
 * @param rest what must match after the literal beginning; empty if there is nothing more
 * @param complete whether the literal is all there is
 */
record IgnorePattern(
        boolean keeps,
        boolean foldersOnly,
        boolean nameOnly,
        String literal,
        Optional<Wildcard> rest,
        boolean complete) {

    /** Reads a line; empty for comments, blank lines and lines that can match nothing. */
    static Optional<IgnorePattern> parse(String line) {
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        String pattern = trimmed(line);
        boolean keeps = pattern.startsWith("!");
        if (keeps) {
            pattern = pattern.substring(1);
        }
        boolean foldersOnly = pattern.endsWith("/");
        if (foldersOnly) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        boolean nameOnly = pattern.indexOf('/') < 0;
        if (pattern.startsWith("/")) {
            pattern = pattern.substring(1);
        }
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        int literal = literalLength(pattern);
        boolean complete = literal == pattern.length();
        if (nameOnly && !complete) {
            literal = 0;
        }
        Optional<Wildcard> rest =
                complete
                        ? Optional.empty()
                        : Wildcard.compile(pattern.substring(literal), !nameOnly);
        return !complete && rest.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new IgnorePattern(
                                keeps,
                                foldersOnly,
                                nameOnly,
                                pattern.substring(0, literal),
                                rest,
                                complete));
    }

    /**
     * Whether it matches.
     *
     * @param path from the folder of the file that holds this line
     */
    boolean matches(String path, String name, boolean folder) {
        if (foldersOnly && !folder) {
            return false;
        }
        String text = nameOnly ? name : path;
        if (complete) {
            return text.equals(literal);
        }
        return text.startsWith(literal)
                && rest.isPresent()
                && rest.get().matches(text.substring(literal.length()));
    }

    private static int literalLength(String pattern) {
        int i = 0;
        while (i < pattern.length() && "*?[\\".indexOf(pattern.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    /** Without trailing spaces, unless a backslash stands before them. */
    private static String trimmed(String line) {
        int lastSpace = -1;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ') {
                lastSpace = lastSpace < 0 ? i : lastSpace;
            } else {
                lastSpace = -1;
                if (c == '\\') {
                    if (++i == line.length()) {
                        return line;
                    }
                }
            }
        }
        return lastSpace < 0 ? line : line.substring(0, lastSpace);
    }
}
