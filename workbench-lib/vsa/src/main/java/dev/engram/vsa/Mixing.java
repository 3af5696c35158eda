package dev.engram.vsa;

/**
 * Fixed 64-bit mixing functions. Everything random in hypervectors comes from here and from seeds,
 * so that every machine makes the same vectors. The constants are part of the engram format.
 */
public final class Mixing {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mixing() {}

    /** A bijection of 64-bit values whose output bits depend on all input bits (SplitMix64). */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The {@code index}-th value of the sequence that starts from {@code seed}. */
    public static long at(long seed, long index) {
        return mix(seed + (index + 1) * GOLDEN);
    }

    /** A hash of two values. */
    public static long combine(long first, long second) {
        return mix(mix(first + GOLDEN) ^ second);
    }

    /** A hash of bytes: FNV-1a, then {@link #mix}. */
    public static long hash(byte[] bytes, int offset, int length) {
        long hash = FNV_OFFSET;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** Start of FNV-1a. */
    public static final long FNV_OFFSET = 0xCBF29CE484222325L;

    /** Factor of FNV-1a. */
    public static final long FNV_PRIME = 0x100000001B3L;

    /** A random value mapped to {@code [0, bound)}, from its upper 32 bits. */
    public static int below(long random, int bound) {
        return (int) (((random >>> 32) * bound) >>> 32);
    }
}
