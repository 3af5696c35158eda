package dev.engram.engram.text;

import dev.engram.vsa.Mixing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into raw tokens: runs of letters and digits in lower case, cut where {@code camelCase}
 * and {@code HTTPServer} are. UTF-8 is expected, other bytes count as ISO 8859-1; ideographs stand
 * alone. Single ASCII letters and runs above {@value #MAX_TOKEN_BYTES} bytes are left out. Makes no
 * garbage. An instance serves one thread.
 */
public abstract class TokenScanner {

    /** Longer runs are data, not words. */
    public static final int MAX_TOKEN_BYTES = 64;

    private static final byte SEPARATOR = 0;
    private static final byte LOWER = 1;
    private static final byte UPPER = 2;
    private static final byte DIGIT = 3;
    private static final byte HIGH = 4;
    private static final byte[] KIND = kinds();

    /** Only for tokens with characters beyond ASCII; the others are taken where they stand. */
    private final byte[] token = new byte[MAX_TOKEN_BYTES + 8];

    private int length;
    private long hash = Mixing.FNV_OFFSET;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 'a', 'z' + 1, LOWER);
        Arrays.fill(kinds, 'A', 'Z' + 1, UPPER);
        Arrays.fill(kinds, '0', '9' + 1, DIGIT);
        Arrays.fill(kinds, 128, 256, HIGH);
        return kinds;
    }

    /**
     * Receives a raw token, not stemmed.
     *
     * @param bytes hold it from {@code from} on; ASCII letters may still be upper case
     * @param length at most {@value #MAX_TOKEN_BYTES}
     * @param hash FNV-1a of its lower case, not mixed
     */
    protected abstract void token(byte[] bytes, int from, int length, long hash);

    /** Scans {@code bytes[from..to)}. */
    public final void scan(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (KIND[bytes[i] & 0xFF] == SEPARATOR) {
                i++;
            } else {
                i = run(bytes, i, to);
            }
        }
    }

    /** A run of letters and digits from {@code from} on; returns its end. */
    private int run(byte[] bytes, int from, int to) {
        int start = from;
        int i = from;
        long h = Mixing.FNV_OFFSET;
        byte previous = SEPARATOR;
        while (i < to) {
            int b = bytes[i] & 0xFF;
            byte kind = KIND[b];
            if (kind == UPPER) {
                boolean lowerFollows = i + 1 < to && KIND[bytes[i + 1] & 0xFF] == LOWER;
                if (i > start && (previous != UPPER || lowerFollows)) {
                    found(bytes, start, i - start, h);
                    start = i;
                    h = Mixing.FNV_OFFSET;
                }
                b |= 0x20;
            } else if (kind == SEPARATOR) {
                break;
            } else if (kind == HIGH) {
                return beyondAscii(bytes, start, i, to, previous);
            }
            h = (h ^ b) * Mixing.FNV_PRIME;
            previous = kind;
            i++;
        }
        found(bytes, start, i - start, h);
        return i;
    }

    private void found(byte[] bytes, int from, int count, long h) {
        if (count <= MAX_TOKEN_BYTES && (count > 1 || bytes[from] < 'A')) {
            token(bytes, from, count, h);
        }
    }

    /** Goes on where the first character beyond ASCII stands; returns the end of the run. */
    private int beyondAscii(byte[] bytes, int start, int at, int to, byte before) {
        for (int k = start; k < at; k++) {
            append(lower(bytes[k]));
        }
        byte previous = before;
        int i = at;
        while (i < to) {
            int b = bytes[i] & 0xFF;
            byte kind = KIND[b];
            if (kind == LOWER || kind == DIGIT) {
                append(b);
                previous = kind;
                i++;
            } else if (kind == SEPARATOR) {
                break;
            } else if (kind == UPPER) {
                boolean lowerFollows = i + 1 < to && KIND[bytes[i + 1] & 0xFF] == LOWER;
                if (length > 0 && (previous != UPPER || lowerFollows)) {
                    emit();
                }
                append(b | 0x20);
                previous = UPPER;
                i++;
            } else {
                int codePoint = decode(bytes, i, to);
                i += codePoint < 0x100 && !twoBytes(bytes, i, to) ? 1 : utf8Length(codePoint);
                previous = high(codePoint, previous);
            }
        }
        if (length > 0) {
            emit();
        }
        return i;
    }

    /** An ASCII letter in lower case, any other byte as it is. */
    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b | 0x20 : b & 0xFF;
    }

    private byte high(int codePoint, byte previous) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK && length > 0) {
            appendCodePoint(codePoint);
            return previous;
        }
        if (!Character.isLetterOrDigit(codePoint)) {
            if (length > 0) {
                emit();
            }
            return SEPARATOR;
        }
        if (Character.isIdeographic(codePoint)) {
            if (length > 0) {
                emit();
            }
            appendCodePoint(codePoint);
            emit();
            return SEPARATOR;
        }
        boolean upper = Character.isUpperCase(codePoint);
        if (upper && length > 0 && previous != UPPER) {
            emit();
        }
        appendCodePoint(Character.toLowerCase(codePoint));
        return upper ? UPPER : LOWER;
    }

    private void append(int b) {
        if (length < MAX_TOKEN_BYTES) {
            token[length] = (byte) b;
            hash = (hash ^ b) * Mixing.FNV_PRIME;
        }
        length++;
    }

    private void appendCodePoint(int codePoint) {
        byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        if (length + utf8.length > MAX_TOKEN_BYTES) {
            length = MAX_TOKEN_BYTES + 1;
            return;
        }
        for (byte b : utf8) {
            append(b & 0xFF);
        }
    }

    private void emit() {
        found(token, 0, length, hash);
        length = 0;
        hash = Mixing.FNV_OFFSET;
    }

    private static boolean twoBytes(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        return (lead == 0xC2 || lead == 0xC3) && i + 1 < to && (bytes[i + 1] & 0xC0) == 0x80;
    }

    private static int utf8Length(int codePoint) {
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** The code point at {@code i}, or the byte itself where there is no valid UTF-8. */
    private static int decode(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
        if (more == 0 || lead >= 0xF5 || i + more >= to) {
            return lead;
        }
        int codePoint = lead & (0x3F >> more);
        for (int k = 1; k <= more; k++) {
            int next = bytes[i + k];
            if ((next & 0xC0) != 0x80) {
                return lead;
            }
            codePoint = codePoint << 6 | (next & 0x3F);
        }
        int least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
        boolean valid =
                codePoint >= least
                        && codePoint <= 0x10FFFF
                        && (codePoint < 0xD800 || codePoint > 0xDFFF);
        return valid ? codePoint : lead;
    }
}
