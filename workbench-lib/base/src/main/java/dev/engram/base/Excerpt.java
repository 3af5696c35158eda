package dev.engram.base;

/** Foreign text, such as a name out of a file, made fit for a message: one short line of it. */
public final class Excerpt {

    /** Characters that are shown at most. */
    public static final int LENGTH = 160;

    private Excerpt() {}

    /**
     * The text with a question mark for each control or format character, line ends and escapes of
     * terminals among them, cut behind {@value #LENGTH} characters.
     */
    public static String of(String text) {
        return of(text, LENGTH);
    }

    /** The same, cut behind so many characters. */
    public static String of(String text, int length) {
        int end = Math.min(text.length(), length);
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder shown = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shown.append(hidden(c) ? '?' : c);
        }
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean hidden(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}
