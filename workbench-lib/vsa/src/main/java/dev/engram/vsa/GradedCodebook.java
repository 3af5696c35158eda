package dev.engram.vsa;

/**
 * Gives every symbol an ordered list of distinct signed positions. A vector takes a prefix of the
 * list, the longer the more of the symbol there is ("graded cardinality"); a query weighs the whole
 * list; the plain dot product then grows with what both share.
 *
 * <p>A signed position is coded as {@code position << 1 | negative}. Immutable.
 *
 * @param dimension of the vectors, from 64 to 2^30
 * @param depth length of each list, from 1 to 64 and at most a quarter of the dimension
 * @param seed makes the lists; equal seeds give equal lists on every machine
 */
public record GradedCodebook(int dimension, int depth, long seed) {

    public GradedCodebook {
        if (dimension < 64 || dimension > 1 << 30) {
            throw new IllegalArgumentException("dimension must be 64 to 2^30, not " + dimension);
        }
        if (depth < 1 || depth > 64 || depth > dimension / 4) {
            throw new IllegalArgumentException("depth must be 1 to 64, not " + depth);
        }
    }

    /**
     * Writes the {@link #depth} codes of a symbol.
     *
     * @param symbol a 64-bit hash of it
     * @param codes receives the list from {@code offset} on
     */
    public void codes(long symbol, int[] codes, int offset) {
        long stream = Mixing.combine(symbol, seed);
        int found = 0;
        for (long i = 0; found < depth; i++) {
            long random = Mixing.at(stream, i);
            int position = Mixing.below(random, dimension);
            boolean taken = false;
            for (int j = offset; j < offset + found; j++) {
                taken |= codes[j] >>> 1 == position;
            }
            if (!taken) {
                codes[offset + found++] = position << 1 | (int) (random & 1);
            }
        }
    }

    /**
     * Where in a symbol's list a position stands.
     *
     * @param limit how far to look, from 0 to {@link #depth}
     * @return {@code rank << 1 | negative} with ranks from 0, or -1 if it is not among the first
     *     {@code limit}
     */
    public int find(long symbol, int position, int limit) {
        long stream = Mixing.combine(symbol, seed);
        int[] before = new int[limit];
        int rank = 0;
        for (long i = 0; rank < limit; i++) {
            long random = Mixing.at(stream, i);
            int next = Mixing.below(random, dimension);
            if (next == position) {
                return rank << 1 | (int) (random & 1);
            }
            boolean taken = false;
            for (int j = 0; j < rank; j++) {
                taken |= before[j] == next;
            }
            if (!taken) {
                before[rank++] = next;
            }
        }
        return -1;
    }

    /** The codes of a symbol. */
    public int[] codes(long symbol) {
        int[] codes = new int[depth];
        codes(symbol, codes, 0);
        return codes;
    }
}
