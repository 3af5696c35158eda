package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.internal.natives.Llama;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Text to tokens and back. Thread-safe, as llama.cpp's tokenizer is. It lives in the memory of its
 * model: once that is freed, every call is an {@link IllegalStateException}, and freeing waits for
 * the calls that run.
 */
public final class Vocabulary {

    private static final int MAXIMUM_TEXT_BYTES = 1 << 28;

    private final Llama llama;
    private final MemorySegment vocabulary;
    private final int size;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    Vocabulary(Llama llama, MemorySegment vocabulary) {
        this.llama = llama;
        this.vocabulary = vocabulary;
        this.size = llama.vocabularySize(vocabulary);
    }

    MemorySegment pointer() {
        return vocabulary;
    }

    /** From here on nothing of it may be asked; returns when nobody does. */
    void close() {
        lock.writeLock().lock();
        closed = true;
        lock.writeLock().unlock();
    }

    private <T> T open(Supplier<T> call) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Number of tokens. */
    public int size() {
        return size;
    }

    /** Whether the model expects its begin mark in front of a text. */
    public boolean addsBegin() {
        return open(() -> llama.addsBeginToken(vocabulary) && llama.beginToken(vocabulary) >= 0);
    }

    /** The begin mark; only where {@link #addsBegin}. */
    public int begin() {
        return open(() -> llama.beginToken(vocabulary));
    }

    /**
     * Tokenizes a text.
     *
     * @param marks whether names of control tokens in the text become those tokens; never for text
     *     that is data
     */
    public int[] tokenize(String text, boolean marks) {
        if (text.isEmpty()) {
            return new int[0];
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAXIMUM_TEXT_BYTES) {
            throw WorkbenchException.usage(
                    "a text of " + bytes.length + " bytes is too long to be tokenized",
                    "give at most " + MAXIMUM_TEXT_BYTES + " bytes");
        }
        return open(() -> tokenize(bytes, marks));
    }

    private int[] tokenize(byte[] bytes, boolean marks) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int room = bytes.length + 16;
            MemorySegment out = arena.allocate(ValueLayout.JAVA_INT, room);
            int count = llama.tokenize(vocabulary, in, bytes.length, out, room, false, marks);
            if (count < 0 && count != Integer.MIN_VALUE) {
                room = -count;
                out = arena.allocate(ValueLayout.JAVA_INT, room);
                count = llama.tokenize(vocabulary, in, bytes.length, out, room, false, marks);
            }
            if (count < 0) {
                throw new IllegalStateException("the tokenizer gave " + count);
            }
            return out.asSlice(0, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
        }
    }

    /**
     * The bytes of a token; control tokens have none.
     *
     * @throws IllegalArgumentException if there is no such token
     */
    public byte[] bytes(int token) {
        check(token);
        return open(() -> piece(token));
    }

    private byte[] piece(int token) {
        try (Arena arena = Arena.ofConfined()) {
            int room = 64;
            MemorySegment buffer = arena.allocate(room);
            int count = llama.piece(vocabulary, token, buffer, room, false);
            if (count < 0) {
                room = -count;
                buffer = arena.allocate(room);
                count = llama.piece(vocabulary, token, buffer, room, false);
            }
            return buffer.asSlice(0, Math.max(0, count)).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Whether the model ends its answer with this token. */
    public boolean isEnd(int token) {
        check(token);
        return open(() -> llama.isEndOfGeneration(vocabulary, token));
    }

    void check(int token) {
        if (token < 0 || token >= size) {
            throw new IllegalArgumentException(
                    "token " + token + " is out of range: there are " + size);
        }
    }
}
