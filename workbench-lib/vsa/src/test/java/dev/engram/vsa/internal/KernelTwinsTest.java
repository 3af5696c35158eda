package dev.engram.vsa.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.engram.vsa.Mixing;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SIMD kernels equal the scalar ones bit for bit, at awkward sizes and extreme values. */
class KernelTwinsTest {

    private final Kernels scalar = ScalarKernels.INSTANCE;

    private static Kernels vector() {
        Kernels kernels = KernelProvider.choose("vector");
        assumeThat(kernels).as("this JVM has no Vector API").isInstanceOf(VectorApiKernels.class);
        return kernels;
    }

    private static int[] values(int size, long seed, int shift) {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = (int) (Mixing.at(seed, i) >> shift);
        }
        return values;
    }

    private void compare(int[] a, int[] b) {
        Kernels vector = vector();
        assertThat(vector.dot(a, b)).isEqualTo(scalar.dot(a, b));
        int[] byVector = a.clone();
        int[] byScalar = a.clone();
        vector.add(byVector, b, -3);
        scalar.add(byScalar, b, -3);
        assertThat(byVector).isEqualTo(byScalar);
        long[][] bits = new long[4][a.length];
        for (int i = 0; i < a.length; i++) {
            long usedA = Mixing.mix(a[i]);
            long usedB = Mixing.mix(b[i]);
            long signs = Mixing.mix(a[i] ^ ~b[i]);
            bits[0][i] = usedA & signs;
            bits[1][i] = usedA & ~signs;
            bits[2][i] = usedB & Long.rotateLeft(signs, 7);
            bits[3][i] = usedB & ~Long.rotateLeft(signs, 7);
        }
        assertThat(vector.signDot(bits[0], bits[1], bits[2], bits[3]))
                .isEqualTo(scalar.signDot(bits[0], bits[1], bits[2], bits[3]));
        assertThat(vector.signHamming(bits[0], bits[1], bits[2], bits[3]))
                .isEqualTo(scalar.signHamming(bits[0], bits[1], bits[2], bits[3]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 13, 15, 16, 17, 31, 33, 207, 702, 4098, 10_000})
    void agreeAtAwkwardSizes(int size) {
        compare(values(size, 1, 32), values(size, 2, 32));
        compare(values(size, 3, 58), values(size, 4, 50));
    }

    @Test
    void agreeAtExtremes() {
        int[] highest = new int[207];
        int[] lowest = new int[207];
        int[] mixed = new int[207];
        for (int i = 0; i < 207; i++) {
            highest[i] = Integer.MAX_VALUE;
            lowest[i] = Integer.MIN_VALUE;
            mixed[i] = i % 2 == 0 ? Integer.MAX_VALUE : -Integer.MAX_VALUE;
        }
        compare(highest, highest);
        compare(lowest, highest);
        compare(mixed, lowest);
        assertThat(vector().sumOfMagnitudes(mixed)).isEqualTo(scalar.sumOfMagnitudes(mixed));
    }

    @Property(tries = 200)
    void agreeOnRandomValues(
            @ForAll @IntRange(min = 0, max = 700) int size,
            @ForAll long seed,
            @ForAll @IntRange(min = 33, max = 63) int shift) {
        int[] a = values(size, seed, shift);
        compare(a, values(size, seed + 1, shift));
        assertThat(vector().sumOfMagnitudes(a)).isEqualTo(scalar.sumOfMagnitudes(a));
    }

    @Test
    void aPropertyForcesPlainJava() {
        assertThat(KernelProvider.choose("scalar")).isSameAs(ScalarKernels.INSTANCE);
        assertThat(KernelProvider.kernels().name()).isNotBlank();
    }
}
