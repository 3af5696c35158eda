package dev.engram.kernel.runtime.internal.eval;

import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.cell.StopCheck;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates cells one after the other and stops the one that runs. {@link #interrupt} may be called
 * from any thread; everything else from one.
 */
public final class CellEvaluator {

    private static final long GIVE_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long NUDGE_MILLIS = 50;
    private static final long POOL_MILLIS = 200;
    private static final long RELEASE_MILLIS = 2000;

    private final ExecutorService evaluating =
            Executors.newSingleThreadExecutor(
                    body -> {
                        Thread thread = new Thread(null, body, "kernel-eval", 16L * 1024 * 1024);
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Future<CellShell> shell;
    private volatile long stopNanos;

    /** Starts in the background; the first cell waits for it. */
    public CellEvaluator(Supplier<CellShell> maker) {
        shell = evaluating.submit(maker::get);
    }

    /** The shell; waits until it is there. */
    public CellShell shell() {
        return get(shell);
    }

    /** Runs something on the evaluating thread, after what has been handed over before. */
    public <T> T onShell(Function<CellShell, T> work) {
        return get(evaluating.submit(() -> work.apply(shell())));
    }

    /**
     * Evaluates a cell.
     *
     * @param transform runs on the value of the last expression, as code of the cell
     */
    public CellOutcome evaluate(
            Execution execution,
            Supplier<String> source,
            Function<Object, @Nullable Object> transform) {
        return guarded(execution, () -> work(execution, source.get(), transform));
    }

    /** Runs code of the kernel or an extension as if it were a cell. */
    public CellOutcome run(Execution execution, Supplier<@Nullable Object> body) {
        return guarded(execution, () -> shell().convert(execution, body::get));
    }

    private CellOutcome guarded(Execution execution, Callable<CellOutcome> work) {
        try {
            return await(execution, evaluating.submit(work));
        } finally {
            execution.leave();
            if (execution.stopping()) {
                settle(execution);
            }
        }
    }

    private CellOutcome work(
            Execution execution, String source, Function<Object, @Nullable Object> transform) {
        if (execution.stopping()) {
            return new CellOutcome.Stopped("");
        }
        CellShell shell = shell();
        CellOutcome outcome = shell.evaluate(execution, source);
        if (!(outcome instanceof CellOutcome.Done(Object value)) || value == null) {
            return outcome;
        }
        return shell.convert(execution, () -> transform.apply(value));
    }

    private CellOutcome await(Execution execution, Future<CellOutcome> task) {
        @Nullable String left = null;
        while (true) {
            try {
                CellOutcome outcome = task.get(NUDGE_MILLIS, TimeUnit.MILLISECONDS);
                return left == null ? outcome : new CellOutcome.Stopped(left);
            } catch (TimeoutException e) {
                if (!execution.stopping()) {
                    continue;
                }
                CellRunner runner = shell.isDone() ? shell().runner() : null;
                if (System.nanoTime() - stopNanos < GIVE_UP_NANOS) {
                    if (runner != null) {
                        runner.interrupt(execution);
                    }
                } else if (runner != null && left == null && runner.abandon(execution) != null) {
                    left =
                            "this cell did not stop (a native or very long library call): its"
                                    + " thread is left behind and goes on until the call ends";
                } else if (left == null) {
                    return new CellOutcome.Stopped(
                            "the compiler is still busy with this cell: none of it will run, the"
                                    + " next cell waits for the compiler");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new CellOutcome.Stopped("");
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                return new CellOutcome.Threw(cause, java.util.List.of());
            }
        }
    }

    /** Stops this execution, now or before it begins; does nothing if it has ended. */
    public void interrupt(Execution execution) {
        if (execution.stopping()) {
            return;
        }
        stopNanos = System.nanoTime();
        if (StopCheck.stop(execution) && shell.isDone()) {
            shell().runner().interrupt(execution);
        }
    }

    /** Waits shortly for the shared pool, so that nothing of the stopped cell reaches the next. */
    private void settle(Execution execution) {
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(POOL_MILLIS);
            while (!ForkJoinPool.commonPool().isQuiescent() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Thread.ofPlatform()
                .daemon()
                .name("kernel-release")
                .start(
                        () -> {
                            try {
                                TimeUnit.MILLISECONDS.sleep(RELEASE_MILLIS);
                                shell().runner().awaitLeft(execution);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            StopCheck.release(execution);
                        });
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
