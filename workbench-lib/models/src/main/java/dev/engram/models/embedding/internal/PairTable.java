package dev.engram.models.embedding.internal;

import java.util.Arrays;

/**
 * From a pair of token ids to a merge (its rank and the id it makes), in one open-addressed array.
 * Filled once, then read by any number of threads.
 */
final class PairTable {

    /** What {@link #find} answers where there is no merge; larger than every merge. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1L;

    private final long[] keys;
    private final long[] values;
    private final int mask;

    PairTable(int pairs) {
        int capacity = Integer.highestOneBit(Math.max(pairs, 4) * 2 - 1) * 2;
        keys = new long[capacity];
        values = new long[capacity];
        mask = capacity - 1;
        Arrays.fill(keys, EMPTY);
    }

    /** Adds a merge; the last one added for a pair counts. Ids and rank are not negative. */
    void put(int left, int right, int rank, int made) {
        long key = key(left, right);
        int slot = slot(key);
        keys[slot] = key;
        values[slot] = ((long) rank << 32) | made;
    }

    /** The merge of a pair as one number that orders by rank, or {@link #NONE}. */
    long find(int left, int right) {
        int slot = slot(key(left, right));
        return keys[slot] == EMPTY ? NONE : values[slot];
    }

    static int made(long merge) {
        return (int) merge;
    }

    static int rank(long merge) {
        return (int) (merge >>> 32);
    }

    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 32) & mask;
        while (keys[slot] != key && keys[slot] != EMPTY) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
