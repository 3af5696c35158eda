package dev.engram.engram.semantic;

import java.util.Arrays;

/**
 * From a text's key to the place and checksum of its record, in flat arrays: 24 bytes an entry at a
 * load of one half, for a million entries and more. For one thread.
 */
final class TextKeyIndex {

    private static final int FREE = -1;
    private static final int REMOVED = -2;

    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private int[] slots = free(1024);
    private int[] checksums = new int[1024];
    private int used;
    private int size;

    int size() {
        return size;
    }

    /** The record's place, or a negative number for an unknown key. */
    int slot(TextKey key) {
        return slots[find(key)];
    }

    int checksum(TextKey key) {
        return checksums[find(key)];
    }

    void put(TextKey key, int slot, int checksum) {
        if ((used + 1) * 2 > slots.length) {
            grow();
        }
        int at = find(key);
        if (slots[at] == FREE) {
            used++;
        }
        if (slots[at] < 0) {
            size++;
        }
        high[at] = key.high();
        low[at] = key.low();
        slots[at] = slot;
        checksums[at] = checksum;
    }

    void remove(TextKey key) {
        int at = find(key);
        if (slots[at] >= 0) {
            slots[at] = REMOVED;
            size--;
        }
    }

    private int find(TextKey key) {
        int mask = slots.length - 1;
        int at = (int) key.low() & mask;
        while (slots[at] != FREE && !(high[at] == key.high() && low[at] == key.low())) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldSlots = slots;
        int[] oldChecksums = checksums;
        int capacity = oldSlots.length * 2;
        high = new long[capacity];
        low = new long[capacity];
        slots = free(capacity);
        checksums = new int[capacity];
        used = 0;
        size = 0;
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] >= 0) {
                put(new TextKey(oldHigh[i], oldLow[i]), oldSlots[i], oldChecksums[i]);
            }
        }
    }

    private static int[] free(int capacity) {
        int[] slots = new int[capacity];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
