package dev.engram.engram.internal.commit;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes what work that did not end has left; what cannot be removed stays and does no harm. */
public final class Cleanup {

    private static final System.Logger LOG = System.getLogger(Cleanup.class.getName());

    private Cleanup() {}

    /** Empties the folder of temporary files; only the owner of the writer lock may. */
    public static void temporary(StoreFiles files, StoreLayout layout) throws IOException {
        try (Stream<Path> left = Files.list(layout.temporary())) {
            for (Path file : (Iterable<Path>) left::iterator) {
                files.delete(file);
            }
        }
    }

    /**
     * Removes every file that no snapshot needs: what a change has written that was not committed.
     * If it cannot be told what is needed, nothing is removed.
     */
    public static void unreferenced(StoreFiles files, StoreLayout layout) {
        try {
            Sweep.unneeded(files, layout);
        } catch (IOException | WorkbenchException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing removed from " + layout.folder(), e);
        }
    }

    /** Removes an engram whose first ingest failed. */
    public static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind: " + folder, e);
        }
    }
}
