package dev.engram.engram.internal.commit;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the file system says into what a user can act on. */
public final class Failures {

    private Failures() {}

    /**
     * @param hasRoot whether the engram had a snapshot before
     */
    public static WorkbenchException explain(IOException e, StoreLayout layout, boolean hasRoot) {
        String kept = hasRoot ? "the last snapshot is whole" : "no engram was made";
        String text = String.valueOf(reason(e)).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("not enough space")) {
            return WorkbenchException.resource(
                    "no space left for " + layout.folder() + "; " + kept,
                    "free some space, then run it again",
                    e);
        }
        if (text.contains("quota")) {
            return WorkbenchException.resource(
                    "the disk quota for " + layout.folder() + " is used up; " + kept,
                    "free some space, then run it again",
                    e);
        }
        if (e instanceof AccessDeniedException denied) {
            return WorkbenchException.resource(
                    "permission denied: " + denied.getFile() + "; " + kept,
                    "check the permissions of this path",
                    e);
        }
        if (e instanceof NoSuchFileException gone) {
            return WorkbenchException.missing(
                    "it vanished while being read: " + gone.getFile() + "; " + kept,
                    "run it again when the folder is at rest");
        }
        String where = e instanceof FileSystemException f ? f.getFile() + ": " : "";
        return WorkbenchException.resource(where + reason(e) + "; " + kept, "try again", e);
    }

    /**
     * The error for work that was stopped.
     *
     * @param hasRoot whether the engram had a snapshot before
     */
    public static WorkbenchException interrupted(boolean hasRoot) {
        return WorkbenchException.interrupted(
                hasRoot
                        ? "interrupted: the engram keeps its last snapshot"
                        : "interrupted: no engram was made");
    }

    private static @Nullable String reason(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
