package dev.engram.engram.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.engram.vsa.Mixing;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TernaryProjectionTest {

    /** Part of the engram format: another value means other hypervectors. */
    private static final int GOLDEN = 1851477847;

    private static float[] random(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The matrix written out: twice, signs flipped and then row by row of the Hadamard matrix. */
    private static double[] slowProjection(float[] dense, int dimension, long seed) {
        int block = 2;
        while (block < dense.length) {
            block *= 2;
        }
        double[] out = new double[dimension];
        for (int b = 0; b * block < dimension; b++) {
            double[] values = new double[block];
            for (int i = 0; i < dense.length; i++) {
                values[i] = dense[i];
            }
            for (int round = 0; round < 2; round++) {
                long stream = Mixing.combine(seed, b * 2 + round);
                double[] next = new double[block];
                for (int row = 0; row < block; row++) {
                    for (int column = 0; column < block; column++) {
                        boolean flipped = (Mixing.at(stream, column / 64) >>> column & 1) != 0;
                        boolean minus = Integer.bitCount(row & column) % 2 == 1;
                        next[row] += flipped == minus ? values[column] : -values[column];
                    }
                }
                values = next;
            }
            for (int i = 0; i < block && b * block + i < dimension; i++) {
                out[b * block + i] = values[i] / block;
            }
        }
        return out;
    }

    @Property(tries = 60)
    void equalsTheMatrixWrittenOut(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 130) int input,
            @ForAll @IntRange(min = 1, max = 700) int dimension) {
        float[] dense = random(new Random(seed), input);
        float[] fast = new TernaryProjection(input, dimension, 1, seed).project(dense);
        double[] slow = slowProjection(dense, dimension, seed);
        assertThat(fast).hasSize(dimension);
        for (int i = 0; i < dimension; i++) {
            assertThat((double) fast[i]).isCloseTo(slow[i], within(1e-4));
        }
    }

    @Property(tries = 60)
    void keepsWhatSortingWouldKeep(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int dimension,
            @ForAll @IntRange(min = 0, max = 450) int count,
            @ForAll @IntRange(min = 1, max = 40) int levels) {
        Random random = new Random(seed);
        float[] projected = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            projected[i] = random.nextInt(2 * levels + 1) - levels; // many ties, some zeros
        }
        int[] expected =
                IntStream.range(0, dimension)
                        .boxed()
                        .filter(i -> projected[i] != 0)
                        .sorted(
                                (a, b) ->
                                        Float.compare(
                                                Math.abs(projected[b]), Math.abs(projected[a])))
                        .limit(count)
                        .mapToInt(i -> i << 1 | (projected[i] < 0 ? 1 : 0))
                        .sorted()
                        .toArray();
        assertThat(TernaryProjection.strongest(projected, count)).isEqualTo(expected);
    }

    @Test
    void nearEmbeddingsGetNearTrits() {
        Random random = new Random(3);
        TernaryProjection projection = TernaryProjection.standard(384, 10_000);
        float[] query = random(random, 384);
        double before = Double.POSITIVE_INFINITY;
        for (double noise : new double[] {0, 0.5, 1, 2, 100}) {
            double sum = 0;
            for (int i = 0; i < 20; i++) {
                float[] passage = query.clone();
                for (int c = 0; c < passage.length; c++) {
                    passage[c] += (float) (noise * random.nextGaussian());
                }
                sum += TernaryProjection.dot(projection.project(query), projection.encode(passage));
            }
            assertThat(sum).isLessThan(before);
            before = sum;
        }
    }

    @Test
    void encodesTheSameOnEveryMachine() {
        float[] dense = new float[256];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = (i * 37 % 101 - 50) / 64f;
        }
        int[] codes = TernaryProjection.standard(256, 10_000).encode(dense);
        assertThat(codes).hasSize(200).isSorted();
        assertThat(Arrays.hashCode(codes)).isEqualTo(GOLDEN);
    }

    @Test
    void zeroHasNoTrits() {
        assertThat(TernaryProjection.standard(8, 1000).encode(new float[8])).isEmpty();
    }

    @Test
    void standardKeepsMoreTritsInMoreDimensions() {
        assertThat(TernaryProjection.standard(256, 10_000).nonZeros()).isEqualTo(200);
        assertThat(TernaryProjection.standard(256, 50_000).nonZeros()).isBetween(400, 500);
        assertThat(TernaryProjection.standard(256, 100_000).nonZeros()).isEqualTo(800);
        assertThat(TernaryProjection.standard(256, 1_000_000).nonZeros()).isEqualTo(800);
        assertThat(TernaryProjection.standard(256, 100).nonZeros()).isEqualTo(100);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TernaryProjection(0, 10, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TernaryProjection(4, 10, 11, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TernaryProjection(4, 10, 1, 0).project(new float[5]));
    }
}
