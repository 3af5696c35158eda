package dev.engram.commands;

import dev.engram.base.Progress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Long-lived state shared by the verbs of one process, made on first use: loaded models, open
 * engrams. Thread-safe. Closing closes what was made, the newest first.
 */
public final class Services implements AutoCloseable {

    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private volatile boolean keepsVariables;
    private volatile Supplier<? extends Progress> callProgress = Progress::none;

    /** Returns the one {@code type} of this process, making it on the first call. */
    public synchronized <T> T get(Class<T> type, Supplier<? extends T> maker) {
        Object known = made.get(type);
        if (known == null) {
            known = maker.get();
            made.put(type, known);
            if (known instanceof AutoCloseable closeable) {
                closeables.push(closeable);
            }
        }
        return type.cast(known);
    }

    /** From now on this process is one whose user would lose variables if it ended. */
    public void keepVariables() {
        keepsVariables = true;
    }

    /** Whether the user has variables in this process, as in a notebook. */
    public boolean keepsVariables() {
        return keepsVariables;
    }

    /** From now on plain Java calls show their advance this way, each with one of its own. */
    public void showCalls(Supplier<? extends CallProgress> maker) {
        callProgress = maker;
    }

    /** What shows the advance of one plain Java call; nothing where nobody said how. */
    public Progress callProgress() {
        return callProgress.get();
    }

    @Override
    public synchronized void close() {
        made.clear();
        while (!closeables.isEmpty()) {
            try {
                closeables.pop().close();
            } catch (Exception e) {
                System.getLogger(Services.class.getName())
                        .log(System.Logger.Level.WARNING, "could not close a service", e);
            }
        }
    }
}
