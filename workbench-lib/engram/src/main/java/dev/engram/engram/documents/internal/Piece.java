package dev.engram.engram.documents.internal;

/** Lines of text and where they stand; blank lines at either end do not count. */
final class Piece {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder blanks = new StringBuilder();
    private int start;
    private int end;

    int length() {
        return text.length();
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    String text() {
        return text.toString();
    }

    void clear() {
        text.setLength(0);
        blanks.setLength(0);
    }

    void blank(int line, String content) {
        if (text.length() > 0) {
            blanks.append('\n').append(content);
        }
    }

    void add(Piece other) {
        add(other.text, other.start, other.end);
    }

    void add(CharSequence lines, int first, int last) {
        if (text.length() == 0) {
            start = first;
        } else {
            text.append(blanks).append('\n');
        }
        blanks.setLength(0);
        text.append(lines);
        end = Math.max(first, last);
    }
}
