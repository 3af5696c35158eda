package dev.engram.engram.internal.commit;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Tells which files snapshots need: their own, those they name, and the packs of their indexes. */
public final class Needs {

    private Needs() {}

    /**
     * The files that some snapshots need.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED if that cannot be told
     */
    public static Set<FileRef> of(StoreLayout layout, Collection<Id> snapshots) throws IOException {
        Set<FileRef> needed = new HashSet<>();
        try (Arena arena = Arena.ofConfined()) {
            for (Id id : snapshots) {
                needed.add(new FileRef(FileKind.SNAPSHOT, id));
                for (FileRef ref : Snapshot.read(layout, id).fileRefs()) {
                    if (needed.add(ref) && ref.kind() == FileKind.CHUNKS) {
                        for (Id pack : ChunkIndex.open(layout, ref.id(), arena).packs()) {
                            needed.add(new FileRef(FileKind.PACK, pack));
                        }
                    }
                }
            }
        }
        return needed;
    }

    /** Where the files lie that some snapshots need. */
    public static Set<Path> paths(StoreLayout layout, Collection<Id> snapshots) throws IOException {
        Set<Path> paths = new HashSet<>();
        of(layout, snapshots).forEach(ref -> paths.add(layout.path(ref)));
        return paths;
    }
}
