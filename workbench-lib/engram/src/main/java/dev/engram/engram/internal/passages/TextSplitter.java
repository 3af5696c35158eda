package dev.engram.engram.internal.passages;

/**
 * Text by section: a heading begins a passage; without headings, paragraphs are gathered to a
 * readable length.
 */
final class TextSplitter {

    /** A passage this long ends at the next empty line. */
    private static final int GATHER_BYTES = 1200;

    /** A passage this long ends at the next line end. */
    private static final int LONG_BYTES = 2500;

    void split(byte[] bytes, int from, int to, boolean headings, Windows out) {
        int passage = from;
        int at = from;
        boolean fenced = false;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            boolean empty = blank(bytes, at, end);
            if (headings && startsWith(bytes, at, end, '`', 3)) {
                fenced = !fenced;
            }
            boolean heading = headings && !fenced && isHeading(bytes, at, end);
            int length = at - passage;
            if (heading || (empty && length > GATHER_BYTES && !fenced) || length > LONG_BYTES) {
                if (at > passage) {
                    out.add(passage, at);
                }
                passage = at;
            }
            at = Math.min(to, end + 1);
        }
        out.add(passage, to);
    }

    private static boolean isHeading(byte[] bytes, int from, int to) {
        int marks = 0;
        while (from + marks < to && bytes[from + marks] == '#') {
            marks++;
        }
        if (marks > 0 && marks < 7) {
            return from + marks < to && bytes[from + marks] == ' ';
        }
        while (from + marks < to && bytes[from + marks] == '=') {
            marks++;
        }
        return marks > 1 && marks < 7 && from + marks < to && bytes[from + marks] == ' ';
    }

    private static boolean startsWith(byte[] bytes, int from, int to, char mark, int count) {
        if (to - from < count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (bytes[from + i] != mark) {
                return false;
            }
        }
        return true;
    }

    private static boolean blank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
