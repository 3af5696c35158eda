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
    public long differingBits(long[] a, long[] b) {
        long count = 0;
        for (int i = 0; i < a.length; i++) {
            count += Long.bitCount(a[i] ^ b[i]);
        }
        return count;
    }

    @Override
    public long gather(int[] table, int[] codes) {
        long sum = 0;
        for (int code : codes) {
            sum += table[code];
        }
        return sum;
    }

    @Override
    public String toString() {
        return name();
    }
}
