package dev.engram.engram.internal.history;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.PruneOptions;
import dev.engram.engram.PruneResult;
import dev.engram.engram.Renamed;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.commit.Needs;
import dev.engram.engram.internal.commit.Sweep;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.ReaderPin;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes snapshots and what only they need. New packs, their index and the snapshots that name it
 * are on the disk before the root is replaced, and only then is anything deleted.
 */
public final class Pruner {

    private static final long DAY_MILLIS = 86_400_000;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Progress progress;

    public Pruner(StoreFiles files, StoreLayout layout, Progress progress) {
        this.files = files;
        this.layout = layout;
        this.progress = progress;
    }

    /**
     * Prunes, or says what pruning would do.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED if it cannot be told what is needed; then
     *     nothing is removed
     */
    public PruneResult prune(PruneOptions options) throws IOException {
        long started = System.nanoTime();
        layout.requireEngram();
        return Writing.run(files, layout, arena -> run(options, arena, started));
    }

    private PruneResult run(PruneOptions options, Arena arena, long started) throws IOException {
        RootFile root = RootFile.read(layout);
        Map<Id, Snapshot> kept = kept(root, options);
        requireAll(kept.keySet());
        List<Id> removed = new ArrayList<>(root.snapshots());
        removed.removeAll(kept.keySet());
        Set<Id> indexes = new LinkedHashSet<>();
        kept.values().forEach(s -> indexes.addAll(s.chunkIndexes()));
        progress.update("looking for what is in use", 0, -1, Progress.Unit.ITEMS);
        try (ChunkStore store = new ChunkStore(layout, List.copyOf(indexes), arena)) {
            Set<Id> live = LiveChunks.of(store, kept.values());
            Repacking repacking = new Repacking(layout, store, indexes, live, arena);
            if (options.dryRun()) {
                return plan(kept.keySet(), removed, repacking, started);
            }
            return apply(root, kept, removed, repacking, started);
        }
    }

    /** Refuses an engram that lacks a file: what is left of it may be what a repair needs. */
    private void requireAll(Set<Id> snapshots) throws IOException {
        for (FileRef ref : Needs.of(layout, snapshots)) {
            if (!Files.exists(layout.path(ref))) {
                throw WorkbenchException.damaged(
                        "damaged: " + layout.name(ref) + " of " + layout.folder() + " is missing",
                        "mend it first: workbench engram repair -e " + layout.folder());
            }
        }
    }

    private Map<Id, Snapshot> kept(RootFile root, PruneOptions options) throws IOException {
        Map<Id, Snapshot> kept = new LinkedHashMap<>();
        long since = System.currentTimeMillis() - options.keepDays() * DAY_MILLIS;
        int count = root.snapshots().size();
        for (int i = 0; i < count; i++) {
            Id id = root.snapshots().get(i);
            boolean isHead = i == count - 1;
            boolean byNumber = options.keep() > 0 && i >= count - options.keep();
            if (isHead || byNumber || options.keepsAll()) {
                kept.put(id, Snapshot.read(layout, id));
            } else if (options.keepDays() > 0) {
                Snapshot snapshot = Snapshot.read(layout, id);
                if (snapshot.epochMillis() >= since) {
                    kept.put(id, snapshot);
                }
            }
        }
        return kept;
    }

    /** What would be removed; sizes of packs that would be rewritten are estimated. */
    private PruneResult plan(Set<Id> kept, List<Id> removed, Repacking repacking, long started)
            throws IOException {
        List<Id> pinned = new ArrayList<>();
        for (Id id : removed) {
            Optional<ReaderPin> pin = ReaderPin.alone(layout, id);
            if (pin.isEmpty()) {
                pinned.add(id);
            } else {
                pin.get().close();
            }
        }
        Set<Id> stay = new HashSet<>(kept);
        stay.addAll(pinned);
        Set<Path> needed = Needs.paths(layout, stay);
        if (pinned.isEmpty()) {
            repacking.dropped().forEach(p -> needed.remove(layout.path(FileKind.PACK, p.id())));
        }
        long count = 0;
        long bytes = 0;
        for (FileKind kind : FileKind.values()) {
            for (Path path : layout.paths(kind)) {
                if (!needed.contains(path)) {
                    count++;
                    bytes += Files.size(path);
                }
            }
        }
        long written = 0;
        for (PackWriter.Pack pack : repacking.rewritten()) {
            long size = Files.size(layout.path(FileKind.PACK, pack.id()));
            written += (long) (size * repacking.usedShare(pack));
            bytes += pinned.isEmpty() ? size : 0;
            count += pinned.isEmpty() ? 1 : 0;
        }
        return new PruneResult(
                true,
                hex(removed),
                List.of(),
                kept.size(),
                hex(pinned),
                repacking.dropped().size(),
                repacking.rewritten().size(),
                count,
                bytes,
                written,
                (System.nanoTime() - started) / 1_000_000);
    }

    private PruneResult apply(
            RootFile root,
            Map<Id, Snapshot> kept,
            List<Id> removed,
            Repacking repacking,
            long started)
            throws IOException {
        List<Renamed> renamed = new ArrayList<>();
        List<Id> snapshots = new ArrayList<>(kept.keySet());
        long written = 0;
        boolean committed = false;
        try {
            if (repacking.isNeeded()) {
                Repacking.Written packs = repacking.write(files, progress);
                written = packs.bytes();
                Commit.forceData(files, layout);
                Map<Id, Id> names = new LinkedHashMap<>();
                for (Map.Entry<Id, Snapshot> entry : kept.entrySet()) {
                    Snapshot old = entry.getValue();
                    Id id =
                            old.edit()
                                    .parent(old.parent().map(p -> names.getOrDefault(p, p)))
                                    .chunkIndexes(List.of(packs.index()))
                                    .snapshot()
                                    .write(files, layout);
                    names.put(entry.getKey(), id);
                    renamed.add(new Renamed(entry.getKey().hex(), id.hex()));
                }
                snapshots = List.copyOf(names.values());
            }
            if (!snapshots.equals(root.snapshots())) {
                Commit.root(files, layout, Optional.of(root), snapshots);
            }
            committed = true;
        } finally {
            if (!committed) {
                Cleanup.unreferenced(files, layout);
            }
        }
        Sweep.Swept swept = Sweep.unneeded(files, layout);
        return new PruneResult(
                false,
                hex(removed),
                renamed,
                snapshots.size(),
                hex(swept.pinned()),
                repacking.dropped().size(),
                repacking.rewritten().size(),
                swept.files(),
                swept.bytes(),
                written,
                (System.nanoTime() - started) / 1_000_000);
    }

    private static List<String> hex(List<Id> ids) {
        return ids.stream().map(Id::hex).toList();
    }
}
