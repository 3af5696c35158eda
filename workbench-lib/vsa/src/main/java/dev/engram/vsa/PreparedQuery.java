package dev.engram.vsa;

/**
 * A weighted query made ready for dot products with many vectors: a bitmap that stays in the first
 * cache tells which positions count at all, so the cost hardly depends on the dimension. Immutable,
 * thread-safe.
 */
public final class PreparedQuery {

    private final int[] weights;
    private final long[] nonZero;

    /** A query from sums. */
    public PreparedQuery(Counters query) {
        weights = new int[query.dimension()];
        nonZero = new long[(query.dimension() + 63) >>> 6];
        for (int p = 0; p < weights.length; p++) {
            weights[p] = query.at(p);
            if (weights[p] != 0) {
                nonZero[p >>> 6] |= 1L << p;
            }
        }
    }

    /** A query from a vector. */
    public PreparedQuery(Hypervector query) {
        this(new Counters(query.dimension()).add(query));
    }

    /** The dot product with a vector. */
    public long dot(Hypervector vector) {
        if (vector.dimension() != weights.length) {
            throw new IllegalArgumentException(
                    "dimensions differ: " + weights.length + " and " + vector.dimension());
        }
        long[] bits = nonZero;
        long sum = 0;
        for (int code : vector.rawCodes()) {
            if ((bits[code >>> 7] >>> (code >>> 1) & 1) != 0) {
                int weight = weights[code >>> 1];
                sum += (code & 1) == 0 ? weight : -(long) weight;
            }
        }
        return sum;
    }
}
