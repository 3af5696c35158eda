package dev.engram.kernel.runtime.internal.assist;

/** The protocol counts characters as code points, Java as UTF-16 units. */
final class CodePoints {

    private CodePoints() {}

    /** The index of a protocol position; outside of the text, or negative, the end of the text. */
    static int toIndex(String text, int position) {
        return position < 0 || position > text.codePointCount(0, text.length())
                ? text.length()
                : text.offsetByCodePoints(0, position);
    }

    static int toPosition(String text, int index) {
        return text.codePointCount(0, index);
    }
}
