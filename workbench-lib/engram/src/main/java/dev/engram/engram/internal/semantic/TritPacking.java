package dev.engram.engram.internal.semantic;

/**
 * Five trits to a byte, in base 3 with the least place first: 0 is zero, 1 is plus, 2 is minus. A
 * byte of a passage and one of a query's tables then give five terms of a dot product at once.
 */
final class TritPacking {

    /** Trits of a byte. */
    static final int PER_BYTE = 5;

    /** Values a byte takes. */
    static final int VALUES = 243;

    private static final int[] PLACES = {1, 3, 9, 27, 81};

    private TritPacking() {}

    /** Bytes of a passage of so many trits. */
    static int bytes(int dimension) {
        return (dimension + PER_BYTE - 1) / PER_BYTE;
    }

    /**
     * Packs the trits of one passage.
     *
     * @param codes {@code position << 1 | negative}
     * @param row zeros from {@code at} on, filled here
     */
    static void pack(int[] codes, byte[] row, int at) {
        for (int code : codes) {
            int position = code >>> 1;
            row[at + position / PER_BYTE] +=
                    (byte) (PLACES[position % PER_BYTE] * (1 + (code & 1)));
        }
    }

    /** The trit at a place of a packed byte: -1, 0 or 1. */
    static int trit(int packed, int place) {
        int digit = packed / PLACES[place] % 3;
        return digit == 2 ? -1 : digit;
    }
}
