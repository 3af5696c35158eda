package dev.engram.vsa;

import dev.engram.vsa.internal.KernelProvider;
import dev.engram.vsa.internal.Kernels;

/**
 * The signs of a sum as two bits a position: what a search of a sum reads. A sum of many vectors
 * has few zeros, so a list of positions would be longer and slower. Immutable, thread-safe.
 */
public final class SignView {

    private static final Kernels KERNELS = KernelProvider.kernels();

    private final int dimension;
    private final long[] positive;
    private final long[] negative;

    private SignView(int dimension) {
        this.dimension = dimension;
        this.positive = new long[(dimension + 63) >>> 6];
        this.negative = new long[positive.length];
    }

    /** The signs of sums. */
    public static SignView of(Counters sums) {
        SignView view = new SignView(sums.dimension());
        for (int p = 0; p < view.dimension; p++) {
            long value = sums.at(p);
            view.positive[p >>> 6] |= (-value >>> 63) << p; // shifts by p modulo 64
            view.negative[p >>> 6] |= (value >>> 63) << p;
        }
        return view;
    }

    /** The signs of a vector, which are the vector. */
    public static SignView of(Hypervector vector) {
        SignView view = new SignView(vector.dimension());
        for (int code : vector.rawCodes()) {
            long[] half = (code & 1) == 0 ? view.positive : view.negative;
            half[code >>> 7] |= 1L << (code >>> 1);
        }
        return view;
    }

    public int dimension() {
        return dimension;
    }

    /** The sign at a position: -1, 0 or 1. */
    public int at(int position) {
        if (position < 0 || position >= dimension) {
            throw new IndexOutOfBoundsException(position);
        }
        return sign(position);
    }

    private int sign(int position) {
        int word = position >>> 6;
        return (int) ((positive[word] >>> position & 1) - (negative[word] >>> position & 1));
    }

    /** Number of positions that are not zero. */
    public int nonZeros() {
        int count = 0;
        for (int i = 0; i < positive.length; i++) {
            count += Long.bitCount(positive[i] | negative[i]);
        }
        return count;
    }

    /** The dot product with a vector. */
    public int dot(Hypervector vector) {
        requireSameDimension(vector.dimension());
        int sum = 0;
        for (int code : vector.rawCodes()) {
            int sign = sign(code >>> 1);
            sum += (code & 1) == 0 ? sign : -sign;
        }
        return sum;
    }

    /** The dot product with other signs. */
    public int dot(SignView other) {
        requireSameDimension(other.dimension);
        return (int) KERNELS.signDot(positive, negative, other.positive, other.negative);
    }

    /** Number of positions in which both differ. */
    public int hamming(SignView other) {
        requireSameDimension(other.dimension);
        return (int) KERNELS.signHamming(positive, negative, other.positive, other.negative);
    }

    private void requireSameDimension(int other) {
        if (other != dimension) {
            throw new IllegalArgumentException("dimensions differ: " + dimension + " and " + other);
        }
    }
}
