package dev.engram.kernel.runtime.internal.eval;

/** Java source of the same length whose comments are blank and whose literals are quotes. */
final class CodeMask {

    private final String code;
    private final char[] mask;

    private CodeMask(String code) {
        this.code = code;
        this.mask = code.toCharArray();
    }

    static String of(String code) {
        CodeMask masked = new CodeMask(code);
        masked.run();
        return new String(masked.mask);
    }

    private void run() {
        int at = 0;
        while (at < code.length()) {
            at =
                    switch (code.charAt(at)) {
                        case '/' -> comment(at);
                        case '"' ->
                                code.startsWith("\"\"\"", at)
                                        ? literal(at, "\"\"\"")
                                        : literal(at, "\"");
                        case '\'' -> literal(at, "'");
                        default -> at + 1;
                    };
        }
    }

    private int comment(int at) {
        int end;
        if (code.startsWith("//", at)) {
            end = code.indexOf('\n', at);
            end = end < 0 ? code.length() : end;
        } else if (code.startsWith("/*", at)) {
            end = code.indexOf("*/", at + 2);
            end = end < 0 ? code.length() : end + 2;
        } else {
            return at + 1;
        }
        fill(at, end, ' ');
        return end;
    }

    private int literal(int at, String quote) {
        int end = at + quote.length();
        while (end < code.length() && !code.startsWith(quote, end)) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(code.length(), end + quote.length());
        fill(at, end, '"');
        return end;
    }

    private void fill(int from, int to, char with) {
        for (int i = from; i < to; i++) {
            if (mask[i] != '\n') {
                mask[i] = with;
            }
        }
    }
}
