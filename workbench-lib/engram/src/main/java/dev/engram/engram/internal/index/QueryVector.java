package dev.engram.engram.internal.index;

import java.util.Arrays;

/**
 * An integer hypervector that few positions of are not zero: the weighted sum of the tokens' whole
 * lists. Filled by one thread, then immutable.
 */
public final class QueryVector {

    /** Fixed-point factor of the weights: scores are integers and so independent of any order. */
    public static final int ONE = 1 << 10;

    private static final int FREE = -1;

    private final LexicalFormat format;
    private int[] keys = free(64);
    private int[] values = new int[64];
    private int count;

    public QueryVector(LexicalFormat format) {
        this.format = format;
    }

    private static int[] free(int size) {
        int[] keys = new int[size];
        Arrays.fill(keys, FREE);
        return keys;
    }

    /**
     * Adds a token.
     *
     * @param weight in units of 1 / {@link #ONE}
     */
    public void add(long token, int weight) {
        for (int code : format.codebook().codes(token)) {
            addAt(code >>> 1, (code & 1) == 0 ? weight : -weight);
        }
    }

    private void addAt(int position, int weight) {
        int slot = slot(keys, position);
        if (keys[slot] == FREE) {
            keys[slot] = position;
            if (++count * 2 > keys.length) {
                grow();
                slot = slot(keys, position);
            }
        }
        values[slot] += weight;
    }

    private void grow() {
        int[] oldKeys = keys;
        int[] oldValues = values;
        keys = free(oldKeys.length * 2);
        values = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int slot(int[] keys, int position) {
        int mask = keys.length - 1;
        int slot = (position * 0x9E3779B9) >>> 8 & mask;
        while (keys[slot] != FREE && keys[slot] != position) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The weight at a position, 0 where there is none. */
    public int at(int position) {
        int slot = slot(keys, position);
        return keys[slot] == FREE ? 0 : values[slot];
    }

    /** The positions whose weight is not 0, ascending. */
    public int[] positions() {
        int[] found = new int[count];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != FREE && values[i] != 0) {
                found[n++] = keys[i];
            }
        }
        int[] positions = Arrays.copyOf(found, n);
        Arrays.sort(positions);
        return positions;
    }

    /** The score that a plain dot product stands for. */
    public double score(long dot) {
        return (double) dot / ONE / format.unit();
    }
}
