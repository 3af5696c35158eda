package dev.engram.bench.task;

/**
 * Follows Java text as it is generated and tells where the method it continues ends. Braces in
 * strings, characters, text blocks and comments do not count. Used by one thread.
 */
final class MethodCut {

    private enum Where {
        CODE,
        STRING,
        CHARACTER,
        TEXT_BLOCK,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private final StringBuilder text = new StringBuilder();
    private Where where = Where.CODE;
    private int at;
    private int depth;
    private int end = -1;

    /**
     * @param prompt ends inside the method's body
     */
    MethodCut(String prompt) {
        text.append(prompt);
        scan(Integer.MIN_VALUE);
    }

    /** Adds a piece; returns whether the method has ended. */
    boolean add(String piece) {
        if (end < 0) {
            text.append(piece);
            scan(1);
        }
        return end >= 0;
    }

    /**
     * The prompt and its continuation up to the end of the method, the class closed; all of it
     * where the method never ended.
     */
    String program() {
        return end < 0 ? text.toString() : text.substring(0, end) + "\n}\n";
    }

    private void scan(int stopDepth) {
        // Marks of up to three characters are looked at whole, so the last two wait for more.
        int limit = stopDepth == Integer.MIN_VALUE ? text.length() : text.length() - 2;
        for (; at < limit && end < 0; at++) {
            step(stopDepth);
        }
    }

    private void step(int stopDepth) {
        char c = text.charAt(at);
        switch (where) {
            case CODE -> code(c, stopDepth);
            case STRING -> inText(c, '"');
            case CHARACTER -> inText(c, '\'');
            case TEXT_BLOCK -> {
                if (c == '\\') {
                    at++;
                } else if (text.indexOf("\"\"\"", at) == at) {
                    at += 2;
                    where = Where.CODE;
                }
            }
            case LINE_COMMENT -> {
                if (c == '\n') {
                    where = Where.CODE;
                }
            }
            case BLOCK_COMMENT -> {
                if (text.indexOf("*/", at) == at) {
                    at++;
                    where = Where.CODE;
                }
            }
        }
    }

    private void code(char c, int stopDepth) {
        if (text.indexOf("//", at) == at) {
            where = Where.LINE_COMMENT;
        } else if (text.indexOf("/*", at) == at) {
            at++;
            where = Where.BLOCK_COMMENT;
        } else if (text.indexOf("\"\"\"", at) == at) {
            at += 2;
            where = Where.TEXT_BLOCK;
        } else if (c == '"') {
            where = Where.STRING;
        } else if (c == '\'') {
            where = Where.CHARACTER;
        } else if (c == '{') {
            depth++;
        } else if (c == '}') {
            depth--;
            if (depth <= stopDepth) {
                end = at + 1;
            }
        }
    }

    private void inText(char c, char mark) {
        if (c == '\\') {
            at++;
        } else if (c == mark || c == '\n') {
            where = Where.CODE;
        }
    }

    /** Nothing follows: looks at the last characters, too. */
    void finish() {
        if (end < 0) {
            text.append("\n\n");
            scan(1);
        }
    }
}
