package dev.engram.vsa.internal;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API, in the widest shape of the machine. Loaded only by name. */
public final class VectorApiKernels implements Kernels {

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

    @Override
    public long dot(int[] a, int[] b) {
        LongVector sums = LongVector.zero(LONGS);
        int end = INTS.loopBound(a.length);
        int i = 0;
        for (; i < end; i += INTS.length()) {
            IntVector x = IntVector.fromArray(INTS, a, i);
            IntVector y = IntVector.fromArray(INTS, b, i);
            for (int part = 0; part < 2; part++) {
                LongVector wideX = (LongVector) x.convertShape(VectorOperators.I2L, LONGS, part);
                LongVector wideY = (LongVector) y.convertShape(VectorOperators.I2L, LONGS, part);
                sums = sums.add(wideX.mul(wideY));
            }
        }
        long sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < a.length; i++) {
            sum += (long) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void add(int[] a, int[] b, int factor) {
        int end = INTS.loopBound(a.length);
        int i = 0;
        for (; i < end; i += INTS.length()) {
            IntVector y = IntVector.fromArray(INTS, b, i).mul(factor);
            IntVector.fromArray(INTS, a, i).add(y).intoArray(a, i);
        }
        for (; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    @Override
    public long sumOfMagnitudes(int[] a) {
        LongVector sums = LongVector.zero(LONGS);
        int end = INTS.loopBound(a.length);
        int i = 0;
        for (; i < end; i += INTS.length()) {
            IntVector x = IntVector.fromArray(INTS, a, i).abs();
            for (int part = 0; part < 2; part++) {
                sums = sums.add(x.convertShape(VectorOperators.I2L, LONGS, part));
            }
        }
        long sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < a.length; i++) {
            sum += Math.abs(a[i]);
        }
        return sum;
    }

    @Override
    public long signDot(long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB) {
        LongVector sums = LongVector.zero(LONGS);
        int end = LONGS.loopBound(positiveA.length);
        int i = 0;
        for (; i < end; i += LONGS.length()) {
            LongVector plusA = LongVector.fromArray(LONGS, positiveA, i);
            LongVector minusA = LongVector.fromArray(LONGS, negativeA, i);
            LongVector plusB = LongVector.fromArray(LONGS, positiveB, i);
            LongVector minusB = LongVector.fromArray(LONGS, negativeB, i);
            LongVector equal = plusA.and(plusB).or(minusA.and(minusB));
            LongVector opposite = plusA.and(minusB).or(minusA.and(plusB));
            sums = sums.add(equal.lanewise(VectorOperators.BIT_COUNT));
            sums = sums.sub(opposite.lanewise(VectorOperators.BIT_COUNT));
        }
        long sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < positiveA.length; i++) {
            sum += Long.bitCount(positiveA[i] & positiveB[i] | negativeA[i] & negativeB[i]);
            sum -= Long.bitCount(positiveA[i] & negativeB[i] | negativeA[i] & positiveB[i]);
        }
        return sum;
    }

    @Override
    public long signHamming(
            long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB) {
        LongVector counts = LongVector.zero(LONGS);
        int end = LONGS.loopBound(positiveA.length);
        int i = 0;
        for (; i < end; i += LONGS.length()) {
            LongVector plusA = LongVector.fromArray(LONGS, positiveA, i);
            LongVector minusA = LongVector.fromArray(LONGS, negativeA, i);
            LongVector plusB = LongVector.fromArray(LONGS, positiveB, i);
            LongVector minusB = LongVector.fromArray(LONGS, negativeB, i);
            LongVector plus = plusA.lanewise(VectorOperators.XOR, plusB);
            LongVector minus = minusA.lanewise(VectorOperators.XOR, minusB);
            counts = counts.add(plus.or(minus).lanewise(VectorOperators.BIT_COUNT));
        }
        long count = counts.reduceLanes(VectorOperators.ADD);
        for (; i < positiveA.length; i++) {
            count += Long.bitCount(positiveA[i] ^ positiveB[i] | negativeA[i] ^ negativeB[i]);
        }
        return count;
    }

    @Override
    public String name() {
        return "Vector API, " + INTS.vectorBitSize() + " bits";
    }

    @Override
    public String toString() {
        return name();
    }
}
