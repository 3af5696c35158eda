package dev.engram.models.internal.engine;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationResult;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handle of a running request: an engine or a connection writes, the caller reads. */
public final class LiveGeneration implements Generation {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder unread = new StringBuilder();
    private final Runnable onCancel;
    private volatile boolean cancelled;
    private @Nullable GenerationResult result;
    private @Nullable RuntimeException failure;

    public LiveGeneration(Runnable onCancel) {
        this.onCancel = onCancel;
    }

    public boolean cancelled() {
        return cancelled;
    }

    public void emit(String text) {
        if (!text.isEmpty()) {
            lock.lock();
            try {
                unread.append(text);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    public void end(GenerationResult ended) {
        finish(ended, null);
    }

    public void fail(RuntimeException reason) {
        finish(null, reason);
    }

    private void finish(@Nullable GenerationResult ended, @Nullable RuntimeException reason) {
        lock.lock();
        try {
            if (result == null && failure == null) {
                result = ended;
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public GenerationResult forEachToken(Consumer<String> sink) {
        while (true) {
            String text = "";
            boolean interrupted = false;
            lock.lock();
            try {
                while (unread.isEmpty() && result == null && failure == null) {
                    changed.await();
                }
                if (unread.isEmpty()) {
                    if (failure != null) {
                        throw failure;
                    }
                    return java.util.Objects.requireNonNull(result);
                }
                text = unread.toString();
                unread.setLength(0);
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                lock.unlock();
            }
            if (interrupted) {
                // Without our lock: the engine takes its own here, and ours within its own.
                cancel();
                throw WorkbenchException.interrupted("interrupted: the generation was cancelled");
            }
            try {
                sink.accept(text);
            } catch (RuntimeException | Error e) {
                cancel();
                throw e;
            }
        }
    }

    @Override
    public GenerationResult result() {
        return forEachToken(text -> {});
    }

    @Override
    public void cancel() {
        if (done()) {
            return; // There is nothing to stop, and what others do need not be held up.
        }
        cancelled = true;
        onCancel.run();
    }

    @Override
    public boolean done() {
        lock.lock();
        try {
            return result != null || failure != null;
        } finally {
            lock.unlock();
        }
    }
}
