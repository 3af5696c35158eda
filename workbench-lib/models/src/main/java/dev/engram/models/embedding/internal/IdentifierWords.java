package dev.engram.models.embedding.internal;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * The words in a text or in source code, in lower case: runs of letters and runs of digits, with
 * identifiers taken apart at every change of case, so that {@code parseHTTPHeader_v2} reads as
 * {@code parse http header v 2}.
 */
final class IdentifierWords {

    private static final int LONGEST = 64;

    private IdentifierWords() {}

    /** Hands over the words of a text in order, each at most 64 characters long. */
    static void forEach(CharSequence text, Consumer<String> action) {
        int length = text.length();
        int from = 0;
        Kind before = Kind.OTHER;
        for (int i = 0; i <= length; i++) {
            Kind kind = i == length ? Kind.OTHER : Kind.of(text.charAt(i));
            boolean ends = kind != before && !(before == Kind.UPPER && kind == Kind.LOWER);
            if (before == Kind.UPPER && kind == Kind.LOWER && i - from > 1) {
                // In HTTPHeader the last capital belongs to the next word.
                emit(text, from, i - 1, action);
                from = i - 1;
            } else if (ends
                    || i - from >= LONGEST
                            && i < length
                            && !Character.isLowSurrogate(text.charAt(i))) {
                if (before != Kind.OTHER) {
                    emit(text, from, i, action);
                }
                from = i;
            }
            before = kind;
        }
    }

    private static void emit(CharSequence text, int from, int to, Consumer<String> action) {
        action.accept(text.subSequence(from, to).toString().toLowerCase(Locale.ROOT));
    }

    private enum Kind {
        LOWER,
        UPPER,
        DIGIT,
        OTHER;

        static Kind of(char c) {
            if (c < 0x80) {
                if (c >= 'a' && c <= 'z') {
                    return LOWER;
                }
                if (c >= 'A' && c <= 'Z') {
                    return UPPER;
                }
                return c >= '0' && c <= '9' ? DIGIT : OTHER;
            }
            if (Character.isUpperCase(c)) {
                return UPPER;
            }
            // Halves of a surrogate pair stay together with the letters around them.
            if (Character.isLetter(c)
                    || Character.isSurrogate(c)
                    || Character.getType(c) == Character.NON_SPACING_MARK) {
                return LOWER;
            }
            return Character.isDigit(c) ? DIGIT : OTHER;
        }
    }
}
