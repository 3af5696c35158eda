package dev.engram.kernel.runtime.internal.eval;

import dev.engram.kernel.runtime.internal.cell.Execution;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs the code of cells: always the same one, so that thread-local state lives
 * from cell to cell, until one has to be left behind. Thread-safe.
 */
final class CellRunner {

    /** Code of a cell. */
    @FunctionalInterface
    interface Body {
        @Nullable Object run() throws Throwable;
    }

    private static final int STACK_BYTES = 8 * 1024 * 1024;

    private final ThreadGroup group = new ThreadGroup("cells");
    private final ClassLoader contextLoader;
    private final List<Worker> leftBehind = new CopyOnWriteArrayList<>();
    private volatile Worker worker;
    private @Nullable Job current;

    CellRunner(ClassLoader contextLoader) {
        this.contextLoader = contextLoader;
        this.worker = new Worker();
    }

    /**
     * Runs code and waits for it.
     *
     * @throws LeftBehind if it was abandoned
     * @throws Throwable whatever the code throws
     */
    @Nullable Object run(Execution execution, Body body) throws Throwable {
        if (Thread.currentThread() == worker.thread) {
            return body.run();
        }
        Job job = new Job(execution, body);
        synchronized (this) {
            current = job;
            job.thread = worker.thread;
            worker.jobs.add(job);
        }
        try {
            return job.result.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        } finally {
            synchronized (this) {
                if (current == job) {
                    current = null;
                }
            }
        }
    }

    /** Whether the current thread is the one that runs cells. */
    boolean isCellThread() {
        return Thread.currentThread() == worker.thread;
    }

    /** Interrupts the code of an execution, if it runs now, and the threads it has started. */
    void interrupt(Execution execution) {
        for (Thread thread : threads()) {
            if (thread.threadId() > execution.firstThreadId() && thread != worker.thread) {
                thread.interrupt();
            }
        }
        Job job = running(execution);
        if (job == null) {
            return;
        }
        synchronized (job) {
            if (!job.finished && job.thread != null) {
                job.thread.interrupt();
            }
        }
    }

    /**
     * Gives the thread of this execution up, if its code runs now.
     *
     * @return its name, or {@code null} if nothing had to be given up
     */
    @Nullable String abandon(Execution execution) {
        Job job = running(execution);
        if (job == null) {
            return null;
        }
        String name;
        synchronized (this) {
            synchronized (job) {
                if (job.finished || job.thread == null) {
                    return null;
                }
            }
            name = worker.thread.getName();
            worker.thread.setPriority(Thread.MIN_PRIORITY);
            worker.leave(execution);
            leftBehind.add(worker);
            worker = new Worker();
        }
        job.result.completeExceptionally(new LeftBehind());
        return name;
    }

    /** Waits until code of this execution that was left behind has come to its end. */
    void awaitLeft(Execution execution) throws InterruptedException {
        for (Worker left : List.copyOf(leftBehind)) {
            if (left.job == execution) {
                left.thread.join();
                leftBehind.remove(left);
            }
        }
    }

    /** Prints a remark of the kernel into the cell. */
    void print(Execution execution, String text) {
        try {
            Object ignored =
                    run(
                            execution,
                            () -> {
                                System.err.print(text);
                                return null;
                            });
        } catch (Throwable e) {
            // a remark is not worth failing for
        }
    }

    private synchronized @Nullable Job running(Execution execution) {
        return current != null && current.execution == execution ? current : null;
    }

    private List<Thread> threads() {
        Thread[] found = new Thread[group.activeCount() + 16];
        int count = group.enumerate(found);
        return List.of(Arrays.copyOf(found, count));
    }

    private static final class Job {

        private final Execution execution;
        private final Body body;
        private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        private volatile @Nullable Thread thread;
        private boolean finished;

        Job(Execution execution, Body body) {
            this.execution = execution;
            this.body = body;
        }

        void run(ClassLoader contextLoader) {
            Thread.currentThread().setContextClassLoader(contextLoader);
            execution.enter();
            @Nullable Object value = null;
            @Nullable Throwable thrown = null;
            try {
                value = body.run();
            } catch (Throwable e) {
                thrown = e;
            }
            System.out.flush();
            System.err.flush();
            synchronized (this) {
                finished = true;
                boolean ignored = Thread.interrupted();
            }
            if (thrown == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(thrown);
            }
        }
    }

    private final class Worker {

        private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(group, this::work, "cell", STACK_BYTES);
        private volatile @Nullable Execution job;
        private volatile boolean left;

        Worker() {
            thread.setDaemon(true);
            thread.start();
        }

        void leave(Execution with) {
            job = with;
            left = true;
        }

        private void work() {
            while (!left) {
                try {
                    jobs.take().run(contextLoader);
                } catch (InterruptedException e) {
                    // meant for a cell that has just ended
                }
            }
        }
    }
}
