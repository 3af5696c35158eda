package dev.engram.vsa;

import java.util.Arrays;
import java.util.Collection;

/**
 * A sparse ternary hypervector: few of its many positions are +1 or -1, the others 0. Immutable,
 * thread-safe.
 */
public final class Hypervector {

    private final int dimension;

    /** {@code position << 1 | negative}, ascending, each position at most once. */
    private final int[] codes;

    private Hypervector(int dimension, int[] codes) {
        this.dimension = dimension;
        this.codes = codes;
    }

    /**
     * A vector from signed positions, coded as {@code position << 1 | negative}, in any order.
     *
     * @param dimension from 1 to 2^30
     * @throws IllegalArgumentException for a position outside or one that comes twice
     */
    public static Hypervector of(int dimension, int... codes) {
        requireDimension(dimension);
        int[] sorted = codes.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] < 0 || sorted[i] >>> 1 >= dimension) {
                throw new IllegalArgumentException("position outside: " + (sorted[i] >> 1));
            }
            if (i > 0 && sorted[i] >>> 1 == sorted[i - 1] >>> 1) {
                throw new IllegalArgumentException("position twice: " + (sorted[i] >>> 1));
            }
        }
        return new Hypervector(dimension, sorted);
    }

    /** For callers in this package whose codes are sorted and sound; the array is not copied. */
    static Hypervector ofSorted(int dimension, int[] codes) {
        return new Hypervector(dimension, codes);
    }

    /** The vector of zeros. */
    public static Hypervector zero(int dimension) {
        requireDimension(dimension);
        return new Hypervector(dimension, new int[0]);
    }

    /**
     * A random vector; equal arguments give equal vectors on every machine.
     *
     * @param nonZeros how many positions are not zero, from 0 to {@code dimension}
     */
    public static Hypervector random(int dimension, int nonZeros, long seed) {
        requireDimension(dimension);
        if (nonZeros < 0 || nonZeros > dimension) {
            throw new IllegalArgumentException("non-zeros must be 0 to the dimension: " + nonZeros);
        }
        // Floyd's sampling: each position equally likely, no rejection
        java.util.BitSet taken = new java.util.BitSet(dimension);
        for (int i = dimension - nonZeros; i < dimension; i++) {
            int position = Mixing.below(Mixing.at(seed, 2L * i), i + 1);
            taken.set(taken.get(position) ? i : position);
        }
        int[] codes = new int[nonZeros];
        int n = 0;
        for (int p = taken.nextSetBit(0); p >= 0; p = taken.nextSetBit(p + 1)) {
            codes[n++] = p << 1 | (int) (Mixing.at(seed, 2L * p + 1) & 1);
        }
        return new Hypervector(dimension, codes);
    }

    static void requireDimension(int dimension) {
        if (dimension < 1 || dimension > 1 << 30) {
            throw new IllegalArgumentException("dimension must be 1 to 2^30, not " + dimension);
        }
    }

    void requireSameDimension(Hypervector other) {
        if (dimension != other.dimension) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + dimension + " and " + other.dimension);
        }
    }

    public int dimension() {
        return dimension;
    }

    /** Number of positions that are not zero. */
    public int nonZeros() {
        return codes.length;
    }

    /** Share of positions that are not zero, from 0 to 1. */
    public double density() {
        return (double) codes.length / dimension;
    }

    /** The value at a position: -1, 0 or 1. */
    public int trit(int position) {
        if (position < 0 || position >= dimension) {
            throw new IndexOutOfBoundsException(position);
        }
        int at = Arrays.binarySearch(codes, position << 1);
        if (at >= 0) {
            return 1;
        }
        int next = -at - 1;
        return next < codes.length && codes[next] == (position << 1 | 1) ? -1 : 0;
    }

    /** The signed positions as {@code position << 1 | negative}, ascending; a copy. */
    public int[] codes() {
        return codes.clone();
    }

    /** The same without a copy; callers in this package do not change it. */
    int[] rawCodes() {
        return codes;
    }

    /** Sum over all positions of the product of both values. */
    public int dot(Hypervector other) {
        requireSameDimension(other);
        int[] a = codes;
        int[] b = other.codes;
        int i = 0;
        int j = 0;
        int sum = 0;
        while (i < a.length && j < b.length) {
            int x = a[i];
            int y = b[j];
            int px = x >>> 1;
            int py = y >>> 1;
            if (px == py) {
                sum += 1 - (((x ^ y) & 1) << 1);
            }
            i += px <= py ? 1 : 0;
            j += py <= px ? 1 : 0;
        }
        return sum;
    }

    /** The cosine of the angle, from -1 to 1; 0 if one of both is zero. */
    public double cosine(Hypervector other) {
        double norm = Math.sqrt((double) codes.length * other.codes.length);
        return norm == 0 ? dot(other) : dot(other) / norm;
    }

    /** Number of positions in which both differ. */
    public int hamming(Hypervector other) {
        requireSameDimension(other);
        int shared = 0;
        int equal = 0;
        int i = 0;
        int j = 0;
        while (i < codes.length && j < other.codes.length) {
            int px = codes[i] >>> 1;
            int py = other.codes[j] >>> 1;
            if (px == py) {
                shared++;
                equal += codes[i] == other.codes[j] ? 1 : 0;
            }
            i += px <= py ? 1 : 0;
            j += py <= px ? 1 : 0;
        }
        return codes.length + other.codes.length - shared - equal;
    }

    /** All signs turned. */
    public Hypervector negate() {
        int[] turned = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            turned[i] = codes[i] ^ 1;
        }
        return new Hypervector(dimension, turned);
    }

    /**
     * All positions moved on by {@code shifts}, those at the end round to the beginning; {@code
     * permute(-shifts)} undoes it.
     */
    public Hypervector permute(int shifts) {
        int shift = Math.floorMod(shifts, dimension);
        int[] moved = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            long position = (codes[i] >>> 1) + (long) shift;
            int wrapped = (int) (position >= dimension ? position - dimension : position);
            moved[i] = wrapped << 1 | (codes[i] & 1);
        }
        Arrays.sort(moved);
        return new Hypervector(dimension, moved);
    }

    /**
     * This vector bound to a key: see {@link SignedPermutation} for what that means and its laws.
     */
    public Hypervector bind(Hypervector key) {
        requireSameDimension(key);
        return SignedPermutation.of(key).apply(this);
    }

    /** What was bound to the key: {@code v.bind(k).unbind(k).equals(v)} for every v and k. */
    public Hypervector unbind(Hypervector key) {
        requireSameDimension(key);
        return SignedPermutation.of(key).inverse().apply(this);
    }

    /** The sign of the sum of some vectors; for more than one use, keep {@link Counters}. */
    public static Hypervector bundle(int dimension, Collection<Hypervector> vectors) {
        Counters sum = new Counters(dimension);
        vectors.forEach(sum::add);
        return sum.sign();
    }

    /**
     * At most {@code nonZeros} of the positions, chosen by a hash of the position: vectors that
     * share positions keep sharing them.
     */
    public Hypervector thin(int nonZeros, long seed) {
        if (nonZeros < 0) {
            throw new IllegalArgumentException("non-zeros must not be negative: " + nonZeros);
        }
        if (codes.length <= nonZeros) {
            return this;
        }
        long[] order = new long[codes.length];
        for (int i = 0; i < codes.length; i++) {
            long hash = Mixing.combine(seed, codes[i] >>> 1);
            order[i] = hash & 0xFFFFFFFF00000000L | i;
        }
        Arrays.sort(order);
        int[] kept = new int[nonZeros];
        for (int i = 0; i < nonZeros; i++) {
            kept[i] = codes[(int) order[i]];
        }
        Arrays.sort(kept);
        return new Hypervector(dimension, kept);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hypervector vector
                && dimension == vector.dimension
                && Arrays.equals(codes, vector.codes);
    }

    @Override
    public int hashCode() {
        return 31 * dimension + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "hypervector of " + dimension + " dimensions, " + codes.length + " non-zeros";
    }
}
