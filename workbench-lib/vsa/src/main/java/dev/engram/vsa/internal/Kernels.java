package dev.engram.vsa.internal;

/** The inner loops of the algebra. Implementations agree bit for bit. Stateless, thread-safe. */
public interface Kernels {

    /** {@code sum of a[i] * b[i]}, in 64 bits; the lengths are equal. */
    long dot(int[] a, int[] b);

    /** {@code a[i] += factor * b[i]}; the lengths are equal. */
    void add(int[] a, int[] b, int factor);

    /** {@code sum of |a[i]|}, in 64 bits; no element is {@link Integer#MIN_VALUE}. */
    long sumOfMagnitudes(int[] a);

    /**
     * The dot product of two ternary vectors, each as the bits of its positive and of its negative
     * positions; all lengths are equal, no bit is set in both.
     */
    long signDot(long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB);

    /** Number of positions in which two such vectors differ. */
    long signHamming(long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB);

    /** A name for logs. */
    String name();
}
