package dev.engram.bench.internal;

/** Text that is safe inside HTML and SVG, in elements and in double-quoted attributes. */
public final class Markup {

    private Markup() {}

    /** Replaces {@code < > & "} by entities and control characters by U+FFFD. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (c == '<') {
            safe.append("&lt;");
        } else if (c == '>') {
            safe.append("&gt;");
        } else if (c == '&') {
            safe.append("&amp;");
        } else if (c == '"') {
            safe.append("&quot;");
        } else {
            boolean text = c >= 0x20 || c == '\n' || c == '\t' || c == '\r';
            safe.appendCodePoint(text ? c : 0xFFFD);
        }
    }
}
