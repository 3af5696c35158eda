package dev.engram.engram.internal.commit;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The last steps of every change: snapshot, names on the disk, root. */
public final class Commit {

    private Commit() {}

    /** Makes {@code snapshot} the current one, after everything it names is on the disk. */
    public static Id snapshot(
            StoreFiles files, StoreLayout layout, Optional<RootFile> root, Snapshot snapshot)
            throws IOException {
        forceData(files, layout);
        Id id = snapshot.write(files, layout);
        List<Id> snapshots = new ArrayList<>();
        root.ifPresent(r -> snapshots.addAll(r.snapshots()));
        snapshots.add(id);
        root(files, layout, root, snapshots);
        return id;
    }

    /** Returns when the names of all files are on the disk that a snapshot to be written needs. */
    public static void forceData(StoreFiles files, StoreLayout layout) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (FileKind kind : FileKind.values()) {
            folders.add(layout.folder(kind));
        }
        folders.remove(layout.folder(FileKind.SNAPSHOT));
        for (Path folder : folders) {
            files.forceFolder(folder);
        }
    }

    /**
     * Names these snapshots, which are written, in a new root.
     *
     * @param before the root that is replaced
     */
    public static void root(
            StoreFiles files, StoreLayout layout, Optional<RootFile> before, List<Id> snapshots)
            throws IOException {
        files.forceFolder(layout.folder(FileKind.SNAPSHOT));
        long generation = before.map(RootFile::generation).orElse(0L) + 1;
        new RootFile(generation, snapshots).write(files, layout);
    }
}
