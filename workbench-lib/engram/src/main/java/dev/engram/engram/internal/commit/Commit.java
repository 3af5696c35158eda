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
        Set<Path> folders = new LinkedHashSet<>();
        for (FileKind kind : FileKind.values()) {
            folders.add(layout.folder(kind));
        }
        folders.remove(layout.folder(FileKind.SNAPSHOT));
        for (Path folder : folders) {
            files.forceFolder(folder);
        }
        Id id = snapshot.write(files, layout);
        files.forceFolder(layout.folder(FileKind.SNAPSHOT));
        List<Id> snapshots = new ArrayList<>();
        root.ifPresent(r -> snapshots.addAll(r.snapshots()));
        snapshots.add(id);
        new RootFile(root.map(RootFile::generation).orElse(0L) + 1, snapshots).write(files, layout);
        return id;
    }
}
