package dev.engram.vsa;

import dev.engram.vsa.internal.KernelProvider;
import dev.engram.vsa.internal.Kernels;
import java.util.Arrays;

/**
 * The exact sum of hypervectors: what was added can be subtracted again, and nothing is left. Use
 * its {@link #sign} to search; cutting it to a few positions keeps only about 16 items where the
 * sum keeps hundreds. Overflow is an error, never silent for single vectors. Not thread-safe.
 */
public final class Counters {

    private static final Kernels KERNELS = KernelProvider.kernels();

    private final int[] sums;

    /** Zeros. */
    public Counters(int dimension) {
        Hypervector.requireDimension(dimension);
        this.sums = new int[dimension];
    }

    private Counters(int[] sums) {
        this.sums = sums;
    }

    public int dimension() {
        return sums.length;
    }

    /** The sum at a position. */
    public int at(int position) {
        return sums[position];
    }

    void addAt(int position, int value) {
        sums[position] = Math.addExact(sums[position], value);
    }

    /** Adds a vector. */
    public Counters add(Hypervector vector) {
        return add(vector, 1);
    }

    /** Subtracts a vector: the exact inverse of adding it. */
    public Counters subtract(Hypervector vector) {
        return add(vector, -1);
    }

    /**
     * Adds a vector {@code weight} times.
     *
     * @throws ArithmeticException if a sum would leave 32 bits
     */
    public Counters add(Hypervector vector, int weight) {
        requireSameDimension(vector.dimension());
        for (int code : vector.rawCodes()) {
            addAt(code >>> 1, (code & 1) == 0 ? weight : Math.negateExact(weight));
        }
        return this;
    }

    /** Adds other sums. Sums stay within 32 bits as long as fewer than 2^31 vectors are in both. */
    public Counters add(Counters other) {
        requireSameDimension(other.dimension());
        KERNELS.add(sums, other.sums, 1);
        return this;
    }

    /** Subtracts other sums: the exact inverse of adding them. */
    public Counters subtract(Counters other) {
        requireSameDimension(other.dimension());
        KERNELS.add(sums, other.sums, -1);
        return this;
    }

    /** The dot product with a vector. */
    public long dot(Hypervector vector) {
        requireSameDimension(vector.dimension());
        long sum = 0;
        for (int code : vector.rawCodes()) {
            int value = sums[code >>> 1];
            sum += (code & 1) == 0 ? value : -(long) value;
        }
        return sum;
    }

    /** The dot product with other sums. */
    public long dot(Counters other) {
        requireSameDimension(other.dimension());
        return KERNELS.dot(sums, other.sums);
    }

    /** The cosine with a vector; 0 if one of both is zero. */
    public double cosine(Hypervector vector) {
        double norm = Math.sqrt((double) KERNELS.dot(sums, sums) * vector.nonZeros());
        return norm == 0 ? 0 : dot(vector) / norm;
    }

    /** Sum of the magnitudes of all sums. */
    public long magnitude() {
        return KERNELS.sumOfMagnitudes(sums);
    }

    /** Whether all sums are zero. */
    public boolean isZero() {
        return magnitude() == 0;
    }

    /** The vector of the sums' signs. */
    public Hypervector sign() {
        int[] codes = new int[sums.length];
        int n = 0;
        for (int position = 0; position < sums.length; position++) {
            if (sums[position] != 0) {
                codes[n++] = position << 1 | (sums[position] < 0 ? 1 : 0);
            }
        }
        return Hypervector.ofSorted(sums.length, Arrays.copyOf(codes, n));
    }

    /**
     * The signs of the {@code nonZeros} largest magnitudes, at equal magnitude those of lower
     * positions: the naive bundle, a baseline for studies.
     */
    public Hypervector thin(int nonZeros) {
        if (nonZeros < 0) {
            throw new IllegalArgumentException("non-zeros must not be negative: " + nonZeros);
        }
        int[] codes = sign().rawCodes();
        if (codes.length <= nonZeros) {
            return Hypervector.ofSorted(sums.length, codes);
        }
        long[] order = new long[codes.length];
        for (int i = 0; i < codes.length; i++) {
            long magnitude = Math.abs((long) sums[codes[i] >>> 1]);
            order[i] = (0xFFFFFFFFL - magnitude) << 31 | i;
        }
        Arrays.sort(order);
        int[] kept = new int[nonZeros];
        for (int i = 0; i < nonZeros; i++) {
            kept[i] = codes[(int) (order[i] & 0x7FFFFFFF)];
        }
        Arrays.sort(kept);
        return Hypervector.ofSorted(sums.length, kept);
    }

    /** An independent copy. */
    public Counters copy() {
        return new Counters(sums.clone());
    }

    private void requireSameDimension(int other) {
        if (other != sums.length) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + sums.length + " and " + other);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Counters counters && Arrays.equals(sums, counters.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return "counters of " + sums.length + " dimensions, magnitude " + magnitude();
    }
}
