package dev.engram.engram.internal.bytes;

import dev.engram.base.WorkbenchException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, from bytes nobody vouches for: every read is bounded, every
 * count is checked against what can still follow. Not thread-safe.
 */
public final class ByteReader {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final String what;
    private int at;

    /**
     * @param what names the source in errors, such as a file
     */
    public ByteReader(byte[] bytes, int offset, int length, String what) {
        this.bytes = bytes;
        this.at = offset;
        this.end = Math.addExact(offset, length);
        this.what = what;
        if (offset < 0 || length < 0 || end > bytes.length) {
            throw damaged("a range leads outside");
        }
    }

    public ByteReader(byte[] bytes, String what) {
        this(bytes, 0, bytes.length, what);
    }

    /** The error for content that cannot be right, with place. */
    public WorkbenchException damaged(String problem) {
        return WorkbenchException.damaged(
                "damaged: " + what + ": " + problem + " (byte " + at + ")",
                "find out what is lost: workbench engram check -e ENGRAM");
    }

    private void need(int count) {
        if (count < 0 || count > end - at) {
            throw damaged("it ends too early");
        }
    }

    public int u8() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    public int u32() {
        need(4);
        int value = (int) INT.get(bytes, at);
        at += 4;
        return value;
    }

    public long u64() {
        need(8);
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number is too long");
    }

    public long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A varint between 0 and {@code max}. */
    public int varint(int max) {
        long value = varint();
        if (value < 0 || value > max) {
            throw damaged("a number is out of range");
        }
        return (int) value;
    }

    /** A count of items that take at least {@code itemBytes} each. */
    public int count(int itemBytes) {
        return varint((end - at) / Math.max(1, itemBytes));
    }

    public Id id() {
        need(Id.BYTES);
        Id id = Id.of(bytes, at);
        at += Id.BYTES;
        return id;
    }

    public byte[] raw(int length) {
        need(length);
        byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return copy;
    }

    public byte[] block() {
        return raw(count(1));
    }

    public String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    public int remaining() {
        return end - at;
    }

    public int position() {
        return at;
    }

    /** Fails unless everything was read. */
    public void expectEnd() {
        if (at != end) {
            throw damaged("there is more than expected");
        }
    }
}
