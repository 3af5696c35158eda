package dev.engram.engram.internal.passages;

/**
 * Between a splitter and the sink: trims white space, cuts what is too long at line ends
 * (preferably empty lines), and makes offsets relative to the file.
 */
final class Windows {

    /** Longer passages are cut. */
    static final int MAX_BYTES = 6000;

    /** What cut pieces aim at. */
    private static final int PIECE_BYTES = 2500;

    private final byte[] bytes;
    private final int base;
    private final PassageSink sink;

    Windows(byte[] bytes, int base, PassageSink sink) {
        this.bytes = bytes;
        this.base = base;
        this.sink = sink;
    }

    /** Takes a range that begins on {@code line}. */
    void add(int from, int to, int line) {
        int start = from;
        int startLine = line;
        while (start < to && bytes[start] <= ' ' && bytes[start] >= 0) {
            if (bytes[start++] == '\n') {
                startLine++;
            }
        }
        int end = to;
        while (end > start && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        while (end - start > MAX_BYTES) {
            int cut = cut(start, end);
            int lines = newlines(start, cut);
            boolean atLineEnd = bytes[cut - 1] == '\n';
            emit(start, cut, startLine, startLine + lines - (atLineEnd ? 1 : 0));
            start = cut;
            startLine += lines;
        }
        if (end > start) {
            emit(start, end, startLine, startLine + newlines(start, end));
        }
    }

    private void emit(int start, int end, int startLine, int endLine) {
        sink.passage(start - base, end - base, startLine, Math.max(startLine, endLine));
    }

    /** Where to cut: after an empty line, else a line, else a character. */
    private int cut(int start, int end) {
        int line = -1;
        int high = Math.min(end, start + PIECE_BYTES * 2);
        for (int i = start + PIECE_BYTES; i < high; i++) {
            if (bytes[i] == '\n') {
                if (i + 1 < high && (bytes[i + 1] == '\n' || bytes[i + 1] == '\r')) {
                    return i + 1;
                }
                if (line < 0) {
                    line = i + 1;
                }
            }
        }
        if (line > 0) {
            return line;
        }
        int cut = high;
        while (cut > start + PIECE_BYTES && (bytes[cut - 1] & 0xC0) == 0x80) {
            cut--;
        }
        return cut - 1;
    }

    private int newlines(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }
}
