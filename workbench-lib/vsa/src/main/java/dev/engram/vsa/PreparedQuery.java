package dev.engram.vsa;

/**
 * A weighted query made ready for dot products with many vectors, so that the cost hardly depends
 * on the dimension. Where few positions count, a table of bytes that stays in the first cache rules
 * out nearly all others; where many do, the signed weights are read without asking. Plain loops:
 * the Vector API's gather took 1.3 to 1.8 times as long. Immutable, thread-safe.
 */
public final class PreparedQuery {

    /** From this share of positions on, asking first mispredicts more than it saves. */
    private static final double DENSE = 1.0 / 8;

    /** Longest filter in bytes. Codes beyond it share entries, which costs time, not exactness. */
    private static final int FILTER_BYTES = 1 << 15;

    private final int[] weights;

    /** By the lowest bits of a code: whether a weight may be there. Empty for dense queries. */
    private final byte[] filter;

    /** By code: the weight of a position, and its negative. Empty for sparse queries. */
    private final int[] signed;

    /** A query from sums. */
    public PreparedQuery(Counters query) {
        weights = new int[query.dimension()];
        int count = 0;
        boolean negatable = query.dimension() <= 1 << 29;
        for (int p = 0; p < weights.length; p++) {
            weights[p] = query.at(p);
            count += weights[p] == 0 ? 0 : 1;
            negatable &= weights[p] != Integer.MIN_VALUE;
        }
        boolean dense = negatable && count > DENSE * weights.length;
        filter = dense ? new byte[0] : filter();
        signed = dense ? signed() : new int[0];
    }

    /** A query from a vector. */
    public PreparedQuery(Hypervector query) {
        this(new Counters(query.dimension()).add(query));
    }

    private byte[] filter() {
        long powerOfTwo = 4L * Integer.highestOneBit(weights.length); // above every code
        byte[] table = new byte[(int) Math.min(FILTER_BYTES, powerOfTwo)];
        for (int p = 0; p < weights.length; p++) {
            if (weights[p] != 0) {
                table[2 * p & table.length - 1] = 1;
                table[2 * p + 1 & table.length - 1] = 1;
            }
        }
        return table;
    }

    private int[] signed() {
        int[] table = new int[2 * weights.length];
        for (int p = 0; p < weights.length; p++) {
            table[2 * p] = weights[p];
            table[2 * p + 1] = -weights[p];
        }
        return table;
    }

    /** The dot product with a vector. */
    public long dot(Hypervector vector) {
        if (vector.dimension() != weights.length) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + weights.length + " and " + vector.dimension());
        }
        long sum = 0;
        if (signed.length > 0) {
            for (int code : vector.rawCodes()) {
                sum += signed[code];
            }
            return sum;
        }
        byte[] mayCount = filter;
        int mask = mayCount.length - 1;
        for (int code : vector.rawCodes()) {
            if (mayCount[code & mask] != 0) {
                long weight = weights[code >>> 1];
                sum += (code & 1) == 0 ? weight : -weight;
            }
        }
        return sum;
    }
}
