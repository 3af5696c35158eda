package dev.engram.engram.select;

import dev.engram.engram.select.Secrets.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Looks through bytes for secrets. All of them hold a run of at least {@value #MIN_RUN} letters,
 * digits, dashes or underscores; so it is enough to look at every sixteenth byte and to follow only
 * the runs found there, which leaves most of a file unread.
 */
final class SecretScan {

    /** The bytes of one file in an array that holds others too. */
    record Span(byte[] bytes, int from, int to) {

        /** A part of it as characters, one per byte; cut to what the file holds. */
        String text(int start, int end) {
            int first = Math.max(from, start);
            return new String(bytes, first, Math.min(to, end) - first, StandardCharsets.ISO_8859_1);
        }
    }

    private static final int MIN_RUN = 16;
    private static final boolean[] WORD = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            WORD[c] = Character.isLetterOrDigit(c) || c == '_' || c == '-';
        }
    }

    private SecretScan() {}

    static Optional<Finding> scan(String path, byte[] content, int from, int to) {
        int i = from + MIN_RUN - 1;
        while (i < to) {
            if (!WORD[content[i] & 0xFF]) {
                i += MIN_RUN;
                continue;
            }
            int start = i;
            while (start > from && WORD[content[start - 1] & 0xFF]) {
                start--;
            }
            int end = i + 1;
            while (end < to && WORD[content[end] & 0xFF]) {
                end++;
            }
            if (end - start >= MIN_RUN) {
                String what = judge(path, new Span(content, from, to), start, end);
                if (!what.isEmpty()) {
                    return Optional.of(new Finding(what, line(content, from, start)));
                }
            }
            i = end + MIN_RUN;
        }
        return Optional.empty();
    }

    /** What the run is, or empty. */
    private static String judge(String path, Span span, int start, int end) {
        if (isRuler(span.bytes(), start, end)) {
            return "";
        }
        String token = TokenShapes.match(span, start, end);
        if (!token.isEmpty()) {
            return token;
        }
        if (end - start >= 24 && PrivateKeys.begins(span, start)) {
            return "a private key";
        }
        return AssignedSecrets.matches(path, span, start, end) ? "a password or key" : "";
    }

    /** A line of dashes or underscores. */
    private static boolean isRuler(byte[] content, int start, int end) {
        byte middle = content[(start + end) / 2];
        return (middle == '-' || middle == '_')
                && middle == content[start + 1]
                && middle == content[end - 2];
    }

    private static int line(byte[] content, int from, int position) {
        int line = 1;
        for (int i = from; i < position; i++) {
            line += content[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
