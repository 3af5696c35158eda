package dev.engram.engram.internal.semantic;

import dev.engram.engram.semantic.TernaryProjection;

/**
 * A query's embedding, projected and rounded to integers, so that sums are the same in every order
 * and on every machine. Immutable.
 */
public final class SemanticQuery {

    /** Five of these fit a signed 16-bit number. */
    private static final int MOST = 6500;

    private final int[] weights;
    private final double unit;

    private SemanticQuery(int[] weights, double unit) {
        this.weights = weights;
        this.unit = unit;
    }

    /** The query of an embedding; the zero vector gives zeros. */
    public static SemanticQuery of(float[] embedding, TernaryProjection projection) {
        float[] projected = projection.project(embedding);
        float most = 0;
        for (float value : projected) {
            most = Math.max(most, Math.abs(value));
        }
        int[] weights = new int[projected.length];
        long square = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = most == 0 ? 0 : Math.round(projected[i] / most * MOST);
            square += (long) weights[i] * weights[i];
        }
        return new SemanticQuery(
                weights, square == 0 ? 0 : 1 / Math.sqrt((double) square * projection.nonZeros()));
    }

    /** The integer at a position. */
    public int weight(int position) {
        return weights[position];
    }

    /** The cosine, from -1 to 1, that a dot product with a passage's trits stands for. */
    public double score(long dot) {
        return dot * unit;
    }

    /** For each byte of a passage, 256 sums: of five weights with the signs the byte stands for. */
    short[][] tables(int dimension) {
        if (dimension != weights.length) {
            throw new IllegalArgumentException(weights.length + " numbers, not " + dimension);
        }
        int width = TritPacking.bytes(dimension);
        short[][] tables = new short[width][256];
        for (int j = 0; j < width; j++) {
            for (int value = 0; value < TritPacking.VALUES; value++) {
                int sum = 0;
                for (int t = 0; t < TritPacking.PER_BYTE; t++) {
                    int position = j * TritPacking.PER_BYTE + t;
                    if (position < dimension) {
                        sum += TritPacking.trit(value, t) * weights[position];
                    }
                }
                tables[j][value] = (short) sum;
            }
        }
        return tables;
    }
}
