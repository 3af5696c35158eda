package dev.engram.vsa.internal;

/** The kernels in plain Java: the definition that others are tested against. */
public enum ScalarKernels implements Kernels {
    INSTANCE;

    @Override
    public long dot(int[] a, int[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (long) a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void add(int[] a, int[] b, int factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    @Override
    public long sumOfMagnitudes(int[] a) {
        long sum = 0;
        for (int value : a) {
            sum += Math.abs(value);
        }
        return sum;
    }

    @Override
    public long signDot(long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB) {
        long sum = 0;
        for (int i = 0; i < positiveA.length; i++) {
            sum += Long.bitCount(positiveA[i] & positiveB[i] | negativeA[i] & negativeB[i]);
            sum -= Long.bitCount(positiveA[i] & negativeB[i] | negativeA[i] & positiveB[i]);
        }
        return sum;
    }

    @Override
    public long signHamming(
            long[] positiveA, long[] negativeA, long[] positiveB, long[] negativeB) {
        long count = 0;
        for (int i = 0; i < positiveA.length; i++) {
            count += Long.bitCount(positiveA[i] ^ positiveB[i] | negativeA[i] ^ negativeB[i]);
        }
        return count;
    }

    @Override
    public String toString() {
        return name();
    }
}
