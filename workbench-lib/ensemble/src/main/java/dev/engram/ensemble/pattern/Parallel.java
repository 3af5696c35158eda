package dev.engram.ensemble.pattern;

import dev.engram.base.WorkbenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs several pieces of work at once; results keep their order, a failure is one of them. */
final class Parallel {

    private Parallel() {}

    /**
     * @param failure turns a piece's exception into its result
     * @throws WorkbenchException INTERRUPTED if the calling thread is; all pieces are stopped then
     */
    static <T> List<T> all(
            List<? extends Callable<T>> pieces, Function<RuntimeException, T> failure) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<T>> futures = new ArrayList<>();
            pieces.forEach(p -> futures.add(threads.submit(p)));
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future, failure));
            }
            return results;
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: all parts were stopped");
        } finally {
            // Interrupts what still runs, and waits for it: no work outlives the call.
            threads.shutdownNow();
            threads.close();
        }
    }

    private static <T> T result(Future<T> future, Function<RuntimeException, T> failure)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return failure.apply(
                    e.getCause() instanceof RuntimeException runtime
                            ? runtime
                            : WorkbenchException.resource(
                                    String.valueOf(e.getCause()), "see the cause", e.getCause()));
        }
    }
}
