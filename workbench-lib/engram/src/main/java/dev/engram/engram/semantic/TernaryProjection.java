package dev.engram.engram.semantic;

import dev.engram.vsa.Mixing;
import java.util.Arrays;

/**
 * Turns dense embeddings into sparse ternary hypervectors: a random rotation into many dimensions,
 * of which the entries of largest magnitude are kept as signs. The dot product of a projected query
 * with a passage's trits then grows with the cosine of the two embeddings.
 *
 * <p>The rotation is structured: block after block, the input's signs are flipped and a
 * Walsh-Hadamard transform is taken, twice, with signs of the block's own. That costs {@code D log
 * n} instead of {@code D n}. Only additions in a fixed order are used, so every machine gives the
 * same vectors. Immutable.
 */
public final class TernaryProjection {

    private static final int ROUNDS = 2;

    private final int inputDimension;
    private final int dimension;
    private final int nonZeros;
    private final int block;
    private final long[][] signs;

    /**
     * @param inputDimension length of the embeddings, 1 to 65,536
     * @param dimension of the hypervectors, at least {@code nonZeros}
     * @param nonZeros trits kept, at least 1
     * @param seed makes the rotation; equal seeds give equal hypervectors on every machine
     */
    public TernaryProjection(int inputDimension, int dimension, int nonZeros, long seed) {
        if (inputDimension < 1 || inputDimension > 1 << 16) {
            throw new IllegalArgumentException("input dimension " + inputDimension);
        }
        if (nonZeros < 1 || nonZeros > dimension || dimension > 1 << 30) {
            throw new IllegalArgumentException(nonZeros + " non-zeros of " + dimension);
        }
        this.inputDimension = inputDimension;
        this.dimension = dimension;
        this.nonZeros = nonZeros;
        this.block = Math.max(2, Integer.highestOneBit(inputDimension * 2 - 1));
        int blocks = (dimension + block - 1) / block;
        this.signs = new long[blocks * ROUNDS][(block + 63) / 64];
        for (int i = 0; i < signs.length; i++) {
            long stream = Mixing.combine(seed, i);
            for (int word = 0; word < signs[i].length; word++) {
                signs[i][word] = Mixing.at(stream, word);
            }
        }
    }

    /**
     * The projection of the engram format: 200 non-zeros up to 10,000 dimensions, 800 from 100,000,
     * between them in proportion.
     */
    public static TernaryProjection standard(int inputDimension, int dimension) {
        int nonZeros = Math.clamp(200 + (dimension - 10_000L) * 600 / 90_000, 200, 800);
        return new TernaryProjection(
                inputDimension, dimension, Math.min(nonZeros, dimension), 0x5EED_0F_5E3A_71CL);
    }

    public int dimension() {
        return dimension;
    }

    /** Trits of an encoded embedding, unless it is the zero vector. */
    public int nonZeros() {
        return nonZeros;
    }

    /**
     * Rotates an embedding into all dimensions: what a query is scored with.
     *
     * @param dense of the input dimension
     * @return {@link #dimension} numbers, scaled so that each has the mean square of an entry of
     *     the input, padded to the next power of two
     */
    public float[] project(float[] dense) {
        if (dense.length != inputDimension) {
            throw new IllegalArgumentException(
                    dense.length + " numbers instead of " + inputDimension);
        }
        float[] projected = new float[dimension];
        float[] values = new float[block];
        float scale = 1f / block;
        for (int b = 0; b * block < dimension; b++) {
            System.arraycopy(dense, 0, values, 0, inputDimension);
            Arrays.fill(values, inputDimension, block, 0);
            for (int round = 0; round < ROUNDS; round++) {
                flip(values, signs[b * ROUNDS + round]);
                hadamard(values);
            }
            int count = Math.min(block, dimension - b * block);
            for (int i = 0; i < count; i++) {
                projected[b * block + i] = values[i] * scale;
            }
        }
        return projected;
    }

    /**
     * Encodes an embedding.
     *
     * @return ascending codes {@code position << 1 | negative}, {@link #nonZeros} of them; none for
     *     the zero vector. Of equal magnitudes the lower position wins
     */
    public int[] encode(float[] dense) {
        return strongest(project(dense), nonZeros);
    }

    /**
     * The entries of largest magnitude as trits; for a query that is to be ternary too.
     *
     * @param projected of {@link #project}
     * @param count how many to keep at most; zeros are never kept
     * @return ascending codes {@code position << 1 | negative}
     */
    public static int[] strongest(float[] projected, int count) {
        float[] magnitudes = new float[projected.length];
        for (int i = 0; i < projected.length; i++) {
            magnitudes[i] = Math.abs(projected[i]);
        }
        int kept = Math.min(count, projected.length);
        if (kept < 1) {
            return new int[0];
        }
        float threshold = Selection.largest(magnitudes, kept);
        int above = 0;
        for (float value : projected) {
            above += Math.abs(value) > threshold ? 1 : 0;
        }
        int atThreshold = threshold > 0 ? kept - above : 0;
        int[] codes = new int[above + atThreshold];
        int filled = 0;
        for (int i = 0; i < projected.length && filled < codes.length; i++) {
            float magnitude = Math.abs(projected[i]);
            boolean keep = magnitude > threshold || (magnitude == threshold && atThreshold-- > 0);
            if (keep && magnitude > 0) {
                codes[filled++] = i << 1 | (projected[i] < 0 ? 1 : 0);
            }
        }
        return codes;
    }

    /** The dot product of a projected query with an encoded passage. */
    public static float dot(float[] projected, int[] codes) {
        float sum = 0;
        for (int code : codes) {
            float value = projected[code >>> 1];
            sum += (code & 1) == 0 ? value : -value;
        }
        return sum;
    }

    private static void flip(float[] values, long[] signs) {
        for (int i = 0; i < values.length; i++) {
            if ((signs[i >>> 6] >>> i & 1) != 0) {
                values[i] = -values[i];
            }
        }
    }

    /** The unscaled transform, in place. */
    private static void hadamard(float[] values) {
        for (int half = 1; half < values.length; half <<= 1) {
            for (int from = 0; from < values.length; from += half * 2) {
                for (int i = from; i < from + half; i++) {
                    float a = values[i];
                    float b = values[i + half];
                    values[i] = a + b;
                    values[i + half] = a - b;
                }
            }
        }
    }
}
