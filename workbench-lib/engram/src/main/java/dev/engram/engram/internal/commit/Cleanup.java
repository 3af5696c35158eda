package dev.engram.engram.internal.commit;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
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
            Set<Path> needed = needed(layout);
            for (FileKind kind : FileKind.values()) {
                try (Stream<Path> found = Files.list(layout.folder(kind))) {
                    found.filter(file -> !needed.contains(file))
                            .forEach(file -> delete(files, file));
                }
            }
        } catch (IOException | WorkbenchException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing removed from " + layout.folder(), e);
        }
    }

    private static Set<Path> needed(StoreLayout layout) throws IOException {
        Set<Path> needed = new HashSet<>();
        if (!Files.exists(layout.root())) {
            // without a root nothing is needed only if there never was a snapshot
            if (layout.hasSnapshots()) {
                throw layout.rootMissing();
            }
            return needed;
        }
        try (Arena arena = Arena.ofConfined()) {
            for (Id id : RootFile.read(layout).snapshots()) {
                needed.add(layout.path(FileKind.SNAPSHOT, id));
                Snapshot snapshot = Snapshot.read(layout, id);
                for (FileRef ref : snapshot.fileRefs()) {
                    if (needed.add(layout.path(ref)) && ref.kind() == FileKind.CHUNKS) {
                        for (Id pack : ChunkIndex.open(layout, ref.id(), arena).packs()) {
                            needed.add(layout.path(FileKind.PACK, pack));
                        }
                    }
                }
            }
        }
        return needed;
    }

    private static void delete(StoreFiles files, Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind: " + file, e);
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
