package dev.engram.engram.internal.history;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.MigrateResult;
import dev.engram.engram.Renamed;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.commit.Sweep;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is of an older version anew in the newest: snapshots and root; packs, indexes and
 * segments have had one version only. What the engram says stays the same.
 */
public final class Migrator {

    private final StoreFiles files;
    private final StoreLayout layout;

    public Migrator(StoreFiles files, StoreLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    /**
     * Migrates, if anything is older.
     *
     * @throws WorkbenchException DAMAGED if something is newer or cannot be read; nothing is
     *     changed
     */
    public MigrateResult migrate() throws IOException {
        long started = System.nanoTime();
        layout.requireEngram();
        return Writing.run(files, layout, arena -> run(started));
    }

    private MigrateResult run(long started) throws IOException {
        RootFile root = RootFile.read(layout);
        int version = RootFile.version(layout);
        Map<Id, Snapshot> snapshots = new LinkedHashMap<>();
        int older = 0;
        for (Id id : root.snapshots()) {
            snapshots.put(id, Snapshot.read(layout, id));
            older += isOlder(id) ? 1 : 0;
        }
        List<Renamed> renamed = new ArrayList<>();
        if (version < RootFile.VERSION || older > 0) {
            boolean committed = false;
            try {
                Commit.root(files, layout, Optional.of(root), rewrite(snapshots, renamed));
                committed = true;
            } finally {
                if (!committed) {
                    Cleanup.unreferenced(files, layout);
                }
            }
            Sweep.unneeded(files, layout);
        }
        return new MigrateResult(
                version, RootFile.VERSION, renamed, (System.nanoTime() - started) / 1_000_000);
    }

    private boolean isOlder(Id id) throws IOException {
        return MetaFile.open(layout, FileKind.SNAPSHOT, id).version() < FileKind.SNAPSHOT.version();
    }

    /** Writes older snapshots, and those whose parent got another name. */
    private List<Id> rewrite(Map<Id, Snapshot> snapshots, List<Renamed> renamed)
            throws IOException {
        Map<Id, Id> names = new LinkedHashMap<>();
        for (Map.Entry<Id, Snapshot> entry : snapshots.entrySet()) {
            Id old = entry.getKey();
            Snapshot snapshot = entry.getValue();
            Optional<Id> parent = snapshot.parent().map(p -> names.getOrDefault(p, p));
            Id id = old;
            if (isOlder(old) || !parent.equals(snapshot.parent())) {
                id = snapshot.edit().parent(parent).snapshot().write(files, layout);
                renamed.add(new Renamed(old.hex(), id.hex()));
            }
            names.put(old, id);
        }
        return List.copyOf(names.values());
    }
}
