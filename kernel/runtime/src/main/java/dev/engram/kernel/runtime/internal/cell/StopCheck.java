package dev.engram.kernel.runtime.internal.cell;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashSet;
import java.util.Set;

/**
 * What the weaver puts into loops and methods of cells. While nobody stops anything, the check is a
 * constant that the compiler removes, so loops run, and vectorize, as if it were not there; asking
 * an execution to stop replaces it everywhere.
 */
public final class StopCheck {

    private static final MutableCallSite SITE =
            new MutableCallSite(MethodType.methodType(void.class));
    private static final MethodHandle NOTHING;
    private static final MethodHandle LOOK;
    private static final MethodHandle CHECK;
    private static final Set<Execution> STOPPING = new HashSet<>();

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NOTHING = MethodHandles.empty(MethodType.methodType(void.class));
            LOOK = lookup.findStatic(StopCheck.class, "look", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        SITE.setTarget(NOTHING);
        CHECK = SITE.dynamicInvoker();
    }

    private StopCheck() {}

    /** Called by woven code: throws if the execution of the current thread is to stop. */
    public static void check() throws Throwable {
        CHECK.invokeExact();
    }

    private static void look() {
        Execution current = Execution.current();
        if (current != null && current.stopping()) {
            throw new CellStopped();
        }
    }

    /** Called by woven code in place of {@link System#exit}. */
    public static void exit(int status) {
        throw new CellExit(status);
    }

    /** Called by woven code in place of {@link Runtime#exit} and {@link Runtime#halt}. */
    public static void exit(Runtime runtime, int status) {
        throw new CellExit(status);
    }

    /**
     * From now on, woven code that works for this execution throws.
     *
     * @return false if the execution had ended already
     */
    public static synchronized boolean stop(Execution execution) {
        if (!execution.markStopping()) {
            return false;
        }
        if (STOPPING.add(execution) && STOPPING.size() == 1) {
            switchTo(LOOK);
        }
        return true;
    }

    /** Nothing of this execution runs any more, or what runs may go on. */
    public static synchronized void release(Execution execution) {
        execution.clearStopping();
        if (STOPPING.remove(execution) && STOPPING.isEmpty()) {
            switchTo(NOTHING);
        }
    }

    private static void switchTo(MethodHandle target) {
        SITE.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }
}
