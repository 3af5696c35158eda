package dev.engram.models.embedding.internal;

import java.text.Normalizer;
import java.util.Locale;

/** Normalises text and classes its characters as the uncased BERT models were trained with. */
final class BertText {

    private BertText() {}

    /**
     * Drops control characters, makes every blank a space, puts spaces around Chinese characters,
     * takes accents off and lowers the case.
     */
    static String normalise(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        boolean ascii = true;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                appendAscii(c, out);
            } else if (c != 0xFFFD && !isControl(c)) {
                ascii = false;
                if (isBlank(c)) {
                    out.append(' ');
                } else if (isChinese(c)) {
                    out.append(' ').appendCodePoint(c).append(' ');
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
        return ascii ? out.toString() : lower(stripAccents(out.toString()));
    }

    private static void appendAscii(int c, StringBuilder out) {
        if (c >= 'A' && c <= 'Z') {
            out.append((char) (c + 32));
        } else if (c == '\t' || c == '\n' || c == '\r') {
            out.append(' ');
        } else if (c >= 0x20 && c != 0x7F) {
            out.append((char) c);
        }
    }

    private static String stripAccents(String text) {
        String parts = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder(parts.length());
        parts.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Character by character, so that a sigma at a word's end stays a plain one. */
    private static String lower(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
            } else {
                out.append(Character.toString(c).toLowerCase(Locale.ROOT));
            }
        }
        return out.toString();
    }

    /** Anything Unicode calls white space; of the control characters only tab and line ends. */
    static boolean isBlank(int c) {
        return switch (c) {
            case ' ', '\t', '\n', '\r', 0xA0, 0x1680 -> true;
            case 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** ASCII signs (those Unicode calls symbols too) and every kind of Unicode punctuation. */
    static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return (c >= 33 && c <= 47)
                    || (c >= 58 && c <= 64)
                    || (c >= 91 && c <= 96)
                    || (c >= 123 && c <= 126);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }
}
