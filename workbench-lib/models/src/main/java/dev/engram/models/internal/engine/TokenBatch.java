package dev.engram.models.internal.engine;

import dev.engram.models.internal.natives.Llama;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Tokens of one decode call, in native memory that is used again and again. Not thread-safe. */
final class TokenBatch {

    private final int capacity;
    private final MemorySegment batch;
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment sequences;
    private final MemorySegment wanted;
    private int size;

    TokenBatch(Arena arena, int capacity) {
        this.capacity = capacity;
        batch = arena.allocate(Llama.BATCH_BYTES, Long.BYTES);
        tokens = arena.allocate(ValueLayout.JAVA_INT, capacity);
        positions = arena.allocate(ValueLayout.JAVA_INT, capacity);
        sequences = arena.allocate(ValueLayout.JAVA_INT, capacity);
        wanted = arena.allocate(capacity);
        MemorySegment counts = arena.allocate(ValueLayout.JAVA_INT, capacity);
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, capacity);
        for (int i = 0; i < capacity; i++) {
            counts.setAtIndex(ValueLayout.JAVA_INT, i, 1);
            pointers.setAtIndex(
                    ValueLayout.ADDRESS, i, sequences.asSlice((long) i * Integer.BYTES));
        }
        batch.set(ValueLayout.ADDRESS, 8, tokens);
        batch.set(ValueLayout.ADDRESS, 16, MemorySegment.NULL);
        batch.set(ValueLayout.ADDRESS, 24, positions);
        batch.set(ValueLayout.ADDRESS, 32, counts);
        batch.set(ValueLayout.ADDRESS, 40, pointers);
        batch.set(ValueLayout.ADDRESS, 48, wanted);
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    void clear() {
        size = 0;
    }

    /** Adds a token and returns its row. */
    int add(int token, int position, int sequence, boolean wantLogits) {
        if (size == capacity) {
            throw new IllegalArgumentException("the batch holds " + capacity + " tokens at most");
        }
        tokens.setAtIndex(ValueLayout.JAVA_INT, size, token);
        positions.setAtIndex(ValueLayout.JAVA_INT, size, position);
        sequences.setAtIndex(ValueLayout.JAVA_INT, size, sequence);
        wanted.set(ValueLayout.JAVA_BOOLEAN, size, wantLogits);
        return size++;
    }

    int token(int row) {
        return tokens.getAtIndex(ValueLayout.JAVA_INT, row);
    }

    int position(int row) {
        return positions.getAtIndex(ValueLayout.JAVA_INT, row);
    }

    int sequence(int row) {
        return sequences.getAtIndex(ValueLayout.JAVA_INT, row);
    }

    boolean wantsLogits(int row) {
        return wanted.get(ValueLayout.JAVA_BOOLEAN, row);
    }

    MemorySegment segment() {
        batch.set(ValueLayout.JAVA_INT, 0, size);
        return batch;
    }
}
