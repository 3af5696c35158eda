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

    /** Where the line is known: passages come in order, so each byte is counted once. */
    private int counted;

    private int countedLine = 1;

    Windows(byte[] bytes, int base, PassageSink sink) {
        this.bytes = bytes;
        this.base = base;
        this.counted = base;
        this.sink = sink;
    }

    /** Takes a range; ranges come in the order of the file. */
    void add(int from, int to) {
        int start = from;
        while (start < to && bytes[start] <= ' ' && bytes[start] >= 0) {
            start++;
        }
        int end = to;
        while (end > start && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        while (end - start > MAX_BYTES) {
            int cut = cut(start, end);
            emit(start, cut);
            start = cut;
        }
        if (end > start) {
            emit(start, end);
        }
    }

    private void emit(int start, int end) {
        int startLine = line(start);
        int endLine = line(bytes[end - 1] == '\n' ? end - 1 : end);
        sink.passage(start - base, end - base, startLine, endLine);
    }

    private int line(int at) {
        int line = at < counted ? 1 : countedLine;
        for (int i = at < counted ? base : counted; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        counted = at;
        countedLine = line;
        return line;
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
}
