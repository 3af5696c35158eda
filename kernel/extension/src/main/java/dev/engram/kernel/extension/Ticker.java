package dev.engram.kernel.extension;

import java.time.Duration;

/**
 * Runs an action ten times a second from its first start to its stop. The thread is made by the
 * constructor's thread, so it inherits that thread's cell; it is started on first use only.
 */
final class Ticker {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Thread thread;
    private volatile boolean stopped;
    private boolean started;

    Ticker(Runnable action) {
        this.thread =
                Thread.ofPlatform()
                        .name("workbench-display")
                        .daemon(true)
                        .unstarted(() -> run(action));
    }

    /** Starts ticking; later calls do nothing. Any thread. */
    void start() {
        if (!started) {
            synchronized (this) {
                if (!started && !stopped) {
                    thread.start();
                    started = true;
                }
            }
        }
    }

    /** Stops ticking; when it returns no action runs any more. Not for the ticking thread. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
            if (!started) {
                return;
            }
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable action) {
        while (!stopped) {
            try {
                synchronized (this) {
                    wait(PERIOD.toMillis());
                }
            } catch (InterruptedException e) {
                return;
            }
            if (!stopped) {
                action.run();
            }
        }
    }
}
