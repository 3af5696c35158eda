package dev.engram.engram.internal.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 value: the name of a chunk, a tree node or a write-once file. Ordered as unsigned
 * bytes.
 *
 * @param a bytes 0–7, big-endian
 * @param b bytes 8–15
 * @param c bytes 16–23
 * @param d bytes 24–31
 */
public record Id(long a, long b, long c, long d) implements Comparable<Id> {

    /** Length of an identifier in bytes. */
    public static final int BYTES = 32;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Reads 32 bytes from {@code offset}. */
    public static Id of(byte[] bytes, int offset) {
        return new Id(
                (long) LONG.get(bytes, offset),
                (long) LONG.get(bytes, offset + 8),
                (long) LONG.get(bytes, offset + 16),
                (long) LONG.get(bytes, offset + 24));
    }

    /** The SHA-256 of a range of bytes; {@code digest} comes from {@link #sha256} and is reset. */
    public static Id hash(MessageDigest digest, byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return of(digest.digest(), 0);
    }

    /** The SHA-256 of all bytes. */
    public static Id hash(byte[] bytes) {
        return hash(sha256(), bytes, 0, bytes.length);
    }

    /** A fresh digest; every Java platform has it. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    /** Writes the 32 bytes at {@code offset}. */
    public void write(byte[] bytes, int offset) {
        LONG.set(bytes, offset, a);
        LONG.set(bytes, offset + 8, b);
        LONG.set(bytes, offset + 16, c);
        LONG.set(bytes, offset + 24, d);
    }

    /** 64 hexadecimal digits. */
    public String hex() {
        byte[] bytes = new byte[BYTES];
        write(bytes, 0);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Parses 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Id parse(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("not an identifier: " + hex);
        }
        return of(HexFormat.of().parseHex(hex), 0);
    }

    @Override
    public int compareTo(Id other) {
        int order = Long.compareUnsigned(a, other.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, other.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, other.c);
        }
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        return hex().substring(0, 12);
    }
}
