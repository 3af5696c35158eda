package dev.engram.models.internal.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, cut off when nothing comes for too long: the limit of a request ends with
 * the head of its answer. Read by one thread; closed from any.
 */
final class WatchedBody extends FilterInputStream {

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("engram-stream-watch").factory());

    private final long silenceNanos;
    private final Future<?> watch;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean silent;

    /**
     * @param silenceMillis after so long without a byte it is cut off
     */
    WatchedBody(InputStream in, int silenceMillis) {
        super(in);
        this.silenceNanos = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
        long period = silenceMillis / 4 + 1;
        this.watch = WATCH.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** Whether it was cut off because nothing came. */
    boolean silent() {
        return silent;
    }

    private void look() {
        if (System.nanoTime() - heardNanos > silenceNanos) {
            silent = true;
            try {
                close();
            } catch (IOException e) {
                // It is over either way.
            }
        }
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        heardNanos = System.nanoTime();
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        heardNanos = System.nanoTime();
        return count;
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        super.close();
    }
}
