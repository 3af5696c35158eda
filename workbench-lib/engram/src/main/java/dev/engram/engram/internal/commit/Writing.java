package dev.engram.engram.internal.commit;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.store.WriterLock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;

/** Runs what changes an engram: under the writer lock, with failures explained. */
public final class Writing {

    private Writing() {}

    /** What runs under the writer lock. */
    @FunctionalInterface
    public interface Work<R> {
        /**
         * @param arena keeps mapped files until the work ends
         */
        R run(Arena arena) throws IOException, InterruptedException;
    }

    /**
     * Takes the lock, making the engram's folders if need be, and runs {@code work}. An engram that
     * was made by it and has no root afterwards is removed.
     *
     * @throws WorkbenchException for everything a user can cause
     */
    public static <R> R run(StoreFiles files, StoreLayout layout, Work<R> work) throws IOException {
        boolean made = !Files.exists(layout.folder());
        boolean hasRoot = Files.exists(layout.root());
        try {
            layout.create();
            try (WriterLock lock = WriterLock.take(layout);
                    Arena arena = Arena.ofShared()) {
                Cleanup.temporary(files, layout);
                return work.run(arena);
            }
        } catch (ClosedByInterruptException | InterruptedException e) {
            Thread.interrupted();
            throw Failures.interrupted(hasRoot);
        } catch (IOException e) {
            throw Failures.explain(e, layout, hasRoot);
        } finally {
            if (made && !Files.exists(layout.root())) {
                Cleanup.remove(layout.folder());
            }
        }
    }
}
