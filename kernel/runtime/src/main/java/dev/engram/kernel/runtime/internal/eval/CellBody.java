package dev.engram.kernel.runtime.internal.eval;

import org.jspecify.annotations.Nullable;

/**
 * What the pieces of a cell are passed to, so that one form serves values, calls and statements.
 */
public final class CellBody {

    /** A call with a value. */
    @FunctionalInterface
    public interface Value {
        @Nullable Object get() throws Throwable;
    }

    /** A call without a value, or statements. */
    @FunctionalInterface
    public interface Steps {
        void run() throws Throwable;
    }

    private CellBody() {}

    public static @Nullable Object call(Value value) throws Throwable {
        return value.get();
    }

    public static @Nullable Object call(Steps steps) throws Throwable {
        steps.run();
        return null;
    }

    public static @Nullable Object run(Steps steps) throws Throwable {
        steps.run();
        return null;
    }
}
