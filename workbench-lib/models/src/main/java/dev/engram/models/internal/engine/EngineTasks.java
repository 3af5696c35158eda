package dev.engram.models.internal.engine;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work for the thread that drives a context, done between two steps. Thread-safe. */
final class EngineTasks {

    private final ConcurrentLinkedQueue<FutureTask<?>> waiting = new ConcurrentLinkedQueue<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Hands work over and waits for it; the engine is woken by the caller's {@code wake}. */
    <T> T run(Callable<T> work, Runnable wake) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        waiting.add(task);
        wake.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // It touches native memory: wait for its end.
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (java.util.concurrent.CancellationException e) {
            throw new IllegalStateException("the model was closed");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Does what waits; only on the engine's thread. */
    void runAll() {
        for (FutureTask<?> task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    /** Ends what waits without doing it. */
    void cancelAll() {
        for (FutureTask<?> task = waiting.poll(); task != null; task = waiting.poll()) {
            task.cancel(false);
        }
    }
}
