package dev.engram.engram.internal.semantic;

import java.util.Arrays;

/**
 * Semantic trits of passages, packed, one behind the other. Filled by one thread, read by others
 * afterwards.
 */
public final class PassageTrits {

    private byte[] rows = new byte[1 << 12];
    private int size;
    private int passages;

    /**
     * Adds the next passage's trits.
     *
     * @param codes {@code position << 1 | negative}; none for a passage without any known word
     * @param dimension the same for all
     */
    public void add(int[] codes, int dimension) {
        int from = grow(TritPacking.bytes(dimension));
        TritPacking.pack(codes, rows, from);
    }

    /** Adds packed passages as they are stored. */
    void add(byte[] packed, int count) {
        int from = grow(packed.length);
        System.arraycopy(packed, 0, rows, from, packed.length);
        passages += count - 1;
    }

    private int grow(int bytes) {
        int from = size;
        size = Math.addExact(size, bytes);
        if (size > rows.length) {
            rows = Arrays.copyOf(rows, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
        }
        passages++;
        return from;
    }

    public int passages() {
        return passages;
    }

    /** Bytes of all passages together. */
    public int size() {
        return size;
    }

    /** The bytes, of which the first {@link #size} count; not to be changed. */
    byte[] rows() {
        return rows;
    }
}
