package dev.engram.models.internal.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Stops a running decode. llama.cpp asks a callback between the operations of its graph, about a
 * thousand times a token. The callback is the C library's {@code strlen} on two bytes of ours: its
 * result is 0 for an empty string and 1 once the first byte is set, so the question costs a few
 * nanoseconds, needs no Java frame, and may come from any native thread. Thread-safe.
 */
final class AbortFlag {

    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
    private static final MemorySegment STRLEN =
            Linker.nativeLinker().defaultLookup().find("strlen").orElseThrow();

    private final MemorySegment text;

    AbortFlag(Arena arena) {
        text = arena.allocate(64, 64);
    }

    MemorySegment callback() {
        return STRLEN;
    }

    MemorySegment data() {
        return text;
    }

    void set(boolean abort) {
        BYTE.setVolatile(text, 0L, (byte) (abort ? 1 : 0));
    }
}
