package dev.engram.models.embedding.internal;

import java.util.Arrays;

/** A growing array of ints, for one thread. */
final class IntList {

    private int[] items;
    private int size;

    IntList(int capacity) {
        items = new int[Math.max(capacity, 8)];
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    void addAll(int[] more) {
        if (size + more.length > items.length) {
            items = Arrays.copyOf(items, Math.max(size + more.length, items.length * 2));
        }
        System.arraycopy(more, 0, items, size, more.length);
        size += more.length;
    }

    int size() {
        return size;
    }

    /** Forgets what was added after the first {@code length} items. */
    void truncate(int length) {
        size = Math.min(size, length);
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
