package dev.engram.kernel.runtime.internal.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a cell: to whom its output belongs and whether it is to stop. Threads inherit it
 * from the thread that starts them, so late output still reaches its cell. Thread-safe.
 */
public final class Execution {

    private static final InheritableThreadLocal<@Nullable Execution> INHERITED =
            new InheritableThreadLocal<>();
    private static volatile @Nullable Execution foreground;

    private final int number;
    private final byte[] parent;
    private final List<byte[]> identities;
    private final boolean allowStdin;
    private final boolean silent;
    private final ConcurrentLinkedQueue<Map<String, String>> pages = new ConcurrentLinkedQueue<>();
    private final long firstThreadId = Thread.ofPlatform().unstarted(() -> {}).threadId();
    private volatile boolean stopping;
    private volatile boolean ended;

    /**
     * @param number the execution count shown beside the cell
     * @param parent raw header of the request
     * @param identities where to send a question to the user
     * @param allowStdin whether the client answers such questions
     * @param silent whether nothing is to be shown
     */
    public Execution(
            int number,
            byte[] parent,
            List<byte[]> identities,
            boolean allowStdin,
            boolean silent) {
        this.number = number;
        this.parent = parent;
        this.identities = identities;
        this.allowStdin = allowStdin;
        this.silent = silent;
    }

    /**
     * The execution that the current thread works for, or {@code null} outside of any. The shared
     * pool's threads outlive the cell that started them: they work for the cell that runs now.
     */
    public static @Nullable Execution current() {
        Execution inherited = INHERITED.get();
        if ((inherited == null || inherited.ended)
                && Thread.currentThread() instanceof ForkJoinWorkerThread) {
            Execution running = foreground;
            return running == null ? inherited : running;
        }
        return inherited;
    }

    /** Makes the current thread work for this execution, and it the one that runs now. */
    public void enter() {
        INHERITED.set(this);
        foreground = this;
    }

    /** The cell's own thread is done; threads it started may go on. */
    public void leave() {
        synchronized (this) {
            ended = true;
        }
        if (foreground == this) {
            foreground = null;
        }
    }

    /** Detaches the current thread from any execution. */
    public static void forget() {
        INHERITED.remove();
    }

    /** Threads with higher ids were made after this execution; ids only grow. */
    public long firstThreadId() {
        return firstThreadId;
    }

    public int number() {
        return number;
    }

    /** Raw header of the request: the parent of everything this execution sends. */
    public byte[] parent() {
        return parent;
    }

    public List<byte[]> identities() {
        return identities;
    }

    public boolean allowStdin() {
        return allowStdin;
    }

    public boolean silent() {
        return silent;
    }

    /** Whether the user asked it to stop. */
    public boolean stopping() {
        return stopping;
    }

    /** Whether the execution had not ended before. */
    synchronized boolean markStopping() {
        stopping |= !ended;
        return !ended;
    }

    void clearStopping() {
        stopping = false;
    }

    public boolean ended() {
        return ended;
    }

    /** Adds a text for the client's pager, by MIME type. */
    public void page(Map<String, String> bundle) {
        pages.add(bundle);
    }

    public List<Map<String, String>> pages() {
        return new ArrayList<>(pages);
    }
}
