package dev.engram.kernel.runtime.internal.wire;

import java.util.concurrent.TimeUnit;

/**
 * Holds the writer to 32 MB/s of printed text after a burst of 32 MB, so that an endless print loop
 * fills neither the socket's unlimited queue nor the client. One thread only.
 */
final class SendRate {

    private static final double BYTES_PER_NANO = 32.0 * 1024 * 1024 / 1e9;
    private static final double BURST_BYTES = 32.0 * 1024 * 1024;

    private double allowance = BURST_BYTES;
    private long lastNanos = System.nanoTime();

    void sent(int bytes) {
        long now = System.nanoTime();
        allowance = Math.min(BURST_BYTES, allowance + (now - lastNanos) * BYTES_PER_NANO);
        lastNanos = now;
        allowance -= bytes;
        if (allowance < 0) {
            long nanos = (long) (-allowance / BYTES_PER_NANO);
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
