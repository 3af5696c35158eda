package dev.engram.models.internal.natives;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Calls of the commonest signatures through bound handles. */
abstract class NativeCalls {

    private final MethodHandle[] handles;

    NativeCalls(Map<LlamaFunction, MethodHandle> bound) {
        handles = new MethodHandle[LlamaFunction.values().length];
        bound.forEach((function, handle) -> handles[function.ordinal()] = handle);
    }

    final MethodHandle handle(LlamaFunction function) {
        return handles[function.ordinal()];
    }

    static RuntimeException unexpected(Throwable t) {
        if (t instanceof RuntimeException e) {
            return e;
        }
        if (t instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(t);
    }

    /** A C string as Java text; empty for a null pointer. */
    static String text(MemorySegment pointer) {
        return pointer.address() == 0
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }

    final MemorySegment pointer(LlamaFunction function) {
        try {
            return (MemorySegment) handle(function).invokeExact();
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    final MemorySegment pointer(LlamaFunction function, MemorySegment a) {
        try {
            return (MemorySegment) handle(function).invokeExact(a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    final int integer(LlamaFunction function, MemorySegment a) {
        try {
            return (int) handle(function).invokeExact(a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    final long longInteger(LlamaFunction function, MemorySegment a) {
        try {
            return (long) handle(function).invokeExact(a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    final boolean bool(LlamaFunction function, MemorySegment a) {
        try {
            return (boolean) handle(function).invokeExact(a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    final void run(LlamaFunction function, MemorySegment a) {
        try {
            handle(function).invokeExact(a);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
