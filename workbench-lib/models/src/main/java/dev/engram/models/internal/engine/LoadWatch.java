package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Follows a native load: reports its advance and stops it when a thread is interrupted. */
final class LoadWatch {

    private static final int STEPS = 1000;

    private final Thread owner;
    private final Progress progress;
    private volatile boolean stopped;

    LoadWatch(Thread owner, Progress progress) {
        this.owner = owner;
        this.progress = progress;
    }

    boolean stopped() {
        return stopped;
    }

    MemorySegment callback(Arena arena) {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .findVirtual(
                                            LoadWatch.class,
                                            "advance",
                                            MethodType.methodType(
                                                    boolean.class,
                                                    float.class,
                                                    MemorySegment.class))
                                    .bindTo(this),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_BOOLEAN,
                                    ValueLayout.JAVA_FLOAT,
                                    ValueLayout.ADDRESS),
                            arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns whether to go on; an exception that left an upcall would end the JVM. */
    @SuppressWarnings("unused")
    private boolean advance(float share, MemorySegment userData) {
        try {
            if (owner.isInterrupted()) {
                stopped = true;
                return false;
            }
            progress.update("loading model", (long) (share * STEPS), STEPS, Progress.Unit.ITEMS);
        } catch (Throwable t) {
            // A listener's fault must not stop the load.
        }
        return true;
    }
}
