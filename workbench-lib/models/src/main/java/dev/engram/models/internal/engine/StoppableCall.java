package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs work that sits in native code on a thread of its own, so that its caller can be freed. */
final class StoppableCall {

    private StoppableCall() {}

    /**
     * Runs and waits. When the caller is interrupted, asks the work to stop, waits for its end, and
     * throws.
     *
     * @param stop makes the work end soon; called from the waiting thread
     * @param state what an interrupt leaves behind, for the user
     */
    static <T> T run(Callable<T> work, Runnable stop, String state) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().name("engram-native").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            stop.run();
            joinPatiently(thread);
            throw WorkbenchException.interrupted(state);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void joinPatiently(Thread thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException e) {
                // Already on the way out; the work must have ended before its memory goes.
            }
        }
    }
}
