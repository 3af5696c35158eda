package dev.engram.engram.internal.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte buffer; fixed-width numbers are little-endian. Not thread-safe. */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    public ByteWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    private void room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
        }
    }

    public ByteWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter u32(int value) {
        room(4);
        byte[] to = bytes;
        int at = size;
        to[at] = (byte) value;
        to[at + 1] = (byte) (value >>> 8);
        to[at + 2] = (byte) (value >>> 16);
        to[at + 3] = (byte) (value >>> 24);
        size = at + 4;
        return this;
    }

    public ByteWriter u64(long value) {
        return u32((int) value).u32((int) (value >>> 32));
    }

    /** LEB128 of an unsigned value: 7 bits a byte, lowest first. */
    public ByteWriter varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** LEB128 after zigzag, for values that may be negative. */
    public ByteWriter signed(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    public ByteWriter raw(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    public ByteWriter raw(byte[] source) {
        return raw(source, 0, source.length);
    }

    public ByteWriter id(Id id) {
        room(Id.BYTES);
        id.write(bytes, size);
        size += Id.BYTES;
        return this;
    }

    /** Length as a varint, then the bytes. */
    public ByteWriter block(byte[] source) {
        return varint(source.length).raw(source);
    }

    /** A string as a {@link #block} of UTF-8. */
    public ByteWriter text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** The backing array; the first {@link #size} bytes count. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
