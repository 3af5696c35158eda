package dev.engram.vsa.internal;

/** The inner loops of the algebra. Implementations agree bit for bit. Stateless, thread-safe. */
public interface Kernels {

    /** {@code sum of a[i] * b[i]}, in 64 bits; the lengths are equal. */
    long dot(int[] a, int[] b);

    /** {@code a[i] += factor * b[i]}; the lengths are equal. */
    void add(int[] a, int[] b, int factor);

    /** {@code sum of |a[i]|}, in 64 bits; no element is {@link Integer#MIN_VALUE}. */
    long sumOfMagnitudes(int[] a);

    /** Number of bits in which two words of equal length differ. */
    long differingBits(long[] a, long[] b);

    /** {@code sum of table[codes[i]]}, in 64 bits; every code is a valid index. */
    long gather(int[] table, int[] codes);

    /** A name for logs. */
    String name();
}
