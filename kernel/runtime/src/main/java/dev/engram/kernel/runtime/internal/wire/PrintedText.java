package dev.engram.kernel.runtime.internal.wire;

import java.util.Arrays;

/** Printed bytes of one cell and stream, gathered. Guarded by its queue's lock until removed. */
final class PrintedText {

    private final byte[] parent;
    private final String stream;
    private final long sinceNanos;
    private byte[] bytes = new byte[256];
    private int size;

    PrintedText(byte[] parent, String stream, long sinceNanos) {
        this.parent = parent;
        this.stream = stream;
        this.sinceNanos = sinceNanos;
    }

    /** Headers are compared by identity: each request has its own array. */
    boolean belongsTo(byte[] otherParent, String otherStream) {
        return parent == otherParent && stream.equals(otherStream);
    }

    void append(byte[] source, int offset, int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] parent() {
        return parent;
    }

    String stream() {
        return stream;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }
}
