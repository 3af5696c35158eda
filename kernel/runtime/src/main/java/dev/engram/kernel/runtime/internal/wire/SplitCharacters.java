package dev.engram.kernel.runtime.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the first bytes of a character whose rest has not been printed yet. One thread only. */
final class SplitCharacters {

    private byte[] carried = new byte[0];
    private byte[] carriedParent = new byte[0];
    private String carriedStream = "";

    /** The complete characters of this text, after what was carried over from the one before. */
    String decode(PrintedText text) {
        byte[] before = text.belongsTo(carriedParent, carriedStream) ? carried : new byte[0];
        int complete = completeLength(text.bytes(), text.size());
        String ready;
        if (before.length == 0) {
            ready = new String(text.bytes(), 0, complete, StandardCharsets.UTF_8);
        } else {
            byte[] joined = Arrays.copyOf(before, before.length + complete);
            System.arraycopy(text.bytes(), 0, joined, before.length, complete);
            ready = new String(joined, StandardCharsets.UTF_8);
        }
        carried = Arrays.copyOfRange(text.bytes(), complete, text.size());
        carriedParent = text.parent();
        carriedStream = text.stream();
        return ready;
    }

    /** The length without an unfinished UTF-8 sequence at the end. */
    static int completeLength(byte[] bytes, int size) {
        for (int back = 1; back <= Math.min(3, size); back++) {
            int b = bytes[size - back] & 0xFF;
            if (b < 0x80) {
                return size;
            }
            if (b >= 0xC0) {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < needed ? size - back : size;
            }
        }
        return size;
    }
}
