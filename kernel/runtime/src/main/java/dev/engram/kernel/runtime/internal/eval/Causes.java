package dev.engram.kernel.runtime.internal.eval;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chains of causes; JShell walks them to their end, which a circle does not have. */
final class Causes {

    private Causes() {}

    /** The exception itself, or where its causes go in a circle, one like it without causes. */
    static Throwable withoutCircle(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable at = thrown;
        while (at != null) {
            if (!seen.add(at)) {
                RuntimeException alone = new RuntimeException(String.valueOf(thrown));
                alone.setStackTrace(thrown.getStackTrace());
                return alone;
            }
            at = at.getCause();
        }
        return thrown;
    }
}
