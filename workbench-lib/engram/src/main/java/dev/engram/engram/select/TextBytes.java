package dev.engram.engram.select;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells text from binary data and decodes it. Text is UTF-8, UTF-16 with a byte order mark, or an
 * eight-bit encoding of mostly printable characters, then read as windows-1252.
 */
public final class TextBytes {

    /** How much of a file is looked at. */
    public static final int SAMPLE_BYTES = 32 << 10;

    private static final int MAX_BAD_PERCENT = 3;
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private TextBytes() {}

    /**
     * The encoding of a file's content, or empty if it is binary: a known binary format, NUL bytes,
     * too many control characters, or too much that is neither UTF-8 nor plausible eight-bit text.
     */
    public static Optional<Charset> charset(byte[] content) {
        return charset(content, content.length);
    }

    /** The same for the first {@code length} bytes of an array. */
    public static Optional<Charset> charset(byte[] content, int length) {
        return charset(content, 0, length);
    }

    /** The same for a part of an array. */
    public static Optional<Charset> charset(byte[] bytes, int from, int to) {
        int length = to - from;
        byte[] content = Arrays.copyOfRange(bytes, from, from + Math.min(length, SAMPLE_BYTES));
        if (BinaryMagic.matches(content, content.length)) {
            return Optional.empty();
        }
        if (length >= 2 && content[0] == (byte) 0xFF && content[1] == (byte) 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && content[0] == (byte) 0xFE && content[1] == (byte) 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return sample(content, content.length, length > SAMPLE_BYTES);
    }

    /** Decodes text, without its byte order mark; what is malformed becomes U+FFFD. */
    public static String decode(byte[] content, Charset charset) {
        String text = new String(content, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<Charset> sample(byte[] content, int end, boolean cut) {
        int malformed = 0;
        int controls = 0;
        int i = 0;
        while (i < end) {
            int b = content[i];
            if (b >= 0x20) {
                i++;
                continue;
            }
            if (b >= 0) {
                if (b == 0) {
                    return Optional.empty();
                }
                boolean usual = b >= '\t' && b <= '\r' || b == 0x1B;
                controls += usual ? 0 : 1;
                i++;
                continue;
            }
            int width = utf8Width(content, i, end);
            if (width > 0) {
                i += width;
            } else if (width < 0 && cut) {
                break;
            } else {
                malformed++;
                i++;
            }
        }
        if (controls * 100L > (long) end * MAX_BAD_PERCENT) {
            return Optional.empty();
        }
        if (malformed == 0) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return eightBit(content, end) ? Optional.of(WINDOWS_1252) : Optional.empty();
    }

    /** Bytes of the sequence at {@code i}, 0 if malformed, negative if cut off by the end. */
    private static int utf8Width(byte[] content, int i, int end) {
        int b = content[i] & 0xFF;
        int width = b >= 0xF5 || b < 0xC2 ? 0 : b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        for (int k = 1; k < width; k++) {
            if (i + k >= end) {
                return -1;
            }
            int next = content[i + k] & 0xFF;
            int low = k == 1 && b == 0xE0 ? 0xA0 : k == 1 && b == 0xF0 ? 0x90 : 0x80;
            int high = k == 1 && b == 0xED ? 0x9F : k == 1 && b == 0xF4 ? 0x8F : 0xBF;
            if (next < low || next > high) {
                return 0;
            }
        }
        return width;
    }

    /**
     * Eight-bit text has at most a third of its bytes above 127, and hardly any at 0x80–0x9F, where
     * no old encoding of text has letters that are frequent.
     */
    private static boolean eightBit(byte[] content, int end) {
        int high = 0;
        int odd = 0;
        for (int i = 0; i < end; i++) {
            int b = content[i] & 0xFF;
            high += b >= 0x80 ? 1 : 0;
            odd += b >= 0x80 && b < 0xA0 ? 1 : 0;
        }
        return high * 3L <= end && odd * 100L <= Math.max(end, 100) * (long) MAX_BAD_PERCENT;
    }
}
