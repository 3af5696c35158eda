package dev.engram.vsa;

import java.util.Arrays;

/**
 * Binding: a key moves every position of a value to another and turns some signs, by a permutation
 * that only the key's content determines.
 *
 * <p>The element-wise product of sparse vectors loses what the key has no position for; a signed
 * permutation loses nothing. For every key k and all values a and b:
 *
 * <ul>
 *   <li>exact inverse: {@code inverse().apply(apply(a))} is a;
 *   <li>similarity is kept: dot, cosine and Hamming distance of a and b are those of the bound
 *       vectors;
 *   <li>it distributes over sums, negation and bundles: bound counters are counters of the bound;
 *   <li>bound to different keys, or not bound, equal values look unrelated.
 * </ul>
 *
 * <p>It is not commutative (key and value have roles), and keys that are merely similar bind
 * differently. Immutable, thread-safe.
 */
public final class SignedPermutation {

    private static final int ROUNDS = 4;

    private final int dimension;
    private final int mask;
    private final int shift;
    private final int[] factors;
    private final int[] inverses;
    private final int[] offsets;
    private final long signSeed;
    private final boolean inverted;

    private SignedPermutation(SignedPermutation other, boolean inverted) {
        this.dimension = other.dimension;
        this.mask = other.mask;
        this.shift = other.shift;
        this.factors = other.factors;
        this.inverses = other.inverses;
        this.offsets = other.offsets;
        this.signSeed = other.signSeed;
        this.inverted = inverted;
    }

    private SignedPermutation(int dimension, long seed) {
        this.dimension = dimension;
        int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(dimension - 1));
        this.mask = (int) ((1L << bits) - 1);
        this.shift = (bits + 1) / 2;
        this.factors = new int[ROUNDS];
        this.inverses = new int[ROUNDS];
        this.offsets = new int[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            factors[r] = (int) Mixing.at(seed, 2L * r) | 1;
            offsets[r] = (int) Mixing.at(seed, 2L * r + 1);
            inverses[r] = inverseOf(factors[r]);
        }
        this.signSeed = Mixing.at(seed, 2L * ROUNDS);
        this.inverted = false;
    }

    /** The permutation of a seed. */
    public static SignedPermutation of(int dimension, long seed) {
        Hypervector.requireDimension(dimension);
        return new SignedPermutation(dimension, seed);
    }

    /** The permutation of a key; equal keys give equal permutations. */
    public static SignedPermutation of(Hypervector key) {
        long hash = Mixing.combine(0x62696E64, key.dimension());
        for (int code : key.rawCodes()) {
            hash = Mixing.combine(hash, code);
        }
        return new SignedPermutation(key.dimension(), hash);
    }

    /** Inverse of an odd number modulo 2^32, by Newton's iteration. */
    private static int inverseOf(int odd) {
        int inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /** The permutation that undoes this one. */
    public SignedPermutation inverse() {
        return new SignedPermutation(this, !inverted);
    }

    public int dimension() {
        return dimension;
    }

    /** Where a position goes, without its sign. */
    int target(int position) {
        int at = position;
        do {
            at = inverted ? backward(at) : forward(at);
        } while (at >= dimension); // walks on until it is back inside: still a permutation
        return at;
    }

    private int forward(int position) {
        int x = position;
        for (int r = 0; r < ROUNDS; r++) {
            x = (x * factors[r] + offsets[r]) & mask;
            x ^= x >>> shift;
        }
        return x;
    }

    private int backward(int position) {
        int x = position;
        for (int r = ROUNDS - 1; r >= 0; r--) {
            x ^= x >>> shift;
            x = ((x - offsets[r]) * inverses[r]) & mask;
        }
        return x;
    }

    /** Whether the sign at a position, before the permutation, is turned. */
    private int turns(int position) {
        return (int) (Mixing.combine(signSeed, position) & 1);
    }

    /** The signed position that a signed position goes to. */
    int code(int code) {
        int position = code >>> 1;
        int target = target(position);
        return target << 1 | ((code & 1) ^ turns(inverted ? target : position));
    }

    /** A vector with every position moved and turned. */
    public Hypervector apply(Hypervector value) {
        if (value.dimension() != dimension) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + dimension + " and " + value.dimension());
        }
        int[] from = value.rawCodes();
        int[] codes = new int[from.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(from[i]);
        }
        Arrays.sort(codes);
        return Hypervector.ofSorted(dimension, codes);
    }

    /** Sums with every position moved and turned. */
    public Counters apply(Counters sums) {
        if (sums.dimension() != dimension) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + dimension + " and " + sums.dimension());
        }
        Counters moved = new Counters(dimension);
        for (int position = 0; position < dimension; position++) {
            int value = sums.at(position);
            if (value != 0) {
                int code = code(position << 1);
                moved.addAt(code >>> 1, (code & 1) == 0 ? value : -value);
            }
        }
        return moved;
    }
}
