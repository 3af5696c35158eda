package dev.engram.commands.view;

/**
 * How many columns of a terminal a text takes: two for wide characters of East Asia and for
 * pictures, none for marks that join the character before. Stateless.
 */
final class TextWidth {

    private TextWidth() {}

    /** Columns of a line. */
    static int of(String line) {
        return line.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> wide(c) ? 2 : 1;
        };
    }

    /** The blocks that Unicode's East Asian Width takes for wide, without the rare ones. */
    private static boolean wide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0x303E
                || c >= 0x3041 && c <= 0xA4CF
                || c >= 0xA960 && c <= 0xA97C
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF01 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1F64F
                || c >= 0x1F680 && c <= 0x1F6FF
                || c >= 0x1F900 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
    }

    /** One line without what would move a terminal's cursor or change its colours. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : Character.isISOControl(c) ? 0xFFFD : c)
                .forEach(plain::appendCodePoint);
        return plain.toString().replaceAll(" +", " ").strip();
    }

    /** The line, or as much of it as fits with an ellipsis. */
    static String cut(String line, int columns) {
        if (of(line) <= columns) {
            return line;
        }
        int used = 0;
        int end = 0;
        while (end < line.length()) {
            int c = line.codePointAt(end);
            used += of(c);
            if (used > columns - 1) {
                break;
            }
            end += Character.charCount(c);
        }
        return line.substring(0, end) + "…";
    }
}
