package dev.engram.engram.internal.ingest;

import dev.engram.vsa.Mixing;

/**
 * Cuts content where the content itself says so, so that an insertion changes only the chunks
 * around it: a gear hash over the last 64 bytes, with a stricter mask before the average length and
 * a looser one after it. The table is part of the format: other cuts would store content twice.
 */
final class Chunker {

    /** No chunk but the last of a file is shorter. */
    static final int MIN_BYTES = 64 << 10;

    /** No chunk is longer. */
    static final int MAX_BYTES = 1 << 20;

    /** Files up to this length are one chunk. */
    static final int WHOLE_BYTES = 256 << 10;

    private static final int AVERAGE_BYTES = 256 << 10;
    private static final long STRICT = 0xFFFFFL << 44;
    private static final long LOOSE = 0xFFFFL << 48;
    private static final long[] GEAR = gear();

    private Chunker() {}

    private static long[] gear() {
        long[] gear = new long[256];
        for (int i = 0; i < gear.length; i++) {
            gear[i] = Mixing.at(0x6368756E6B657231L, i);
        }
        return gear;
    }

    /**
     * The end of the chunk that begins at {@code from}.
     *
     * @param to end of what is known; either the end of the content, or at least {@link #MAX_BYTES}
     *     further on
     */
    static int end(byte[] bytes, int from, int to) {
        int limit = Math.min(to, from + MAX_BYTES);
        if (limit - from <= MIN_BYTES) {
            return limit;
        }
        int average = Math.min(limit, from + AVERAGE_BYTES);
        long hash = 0;
        int i = from + MIN_BYTES - 64;
        for (int warm = from + MIN_BYTES; i < warm; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
        }
        for (; i < average; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
            if ((hash & STRICT) == 0) {
                return i + 1;
            }
        }
        for (; i < limit; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
            if ((hash & LOOSE) == 0) {
                return i + 1;
            }
        }
        return limit;
    }
}
