package dev.engram.engram.internal.repair;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.Renamed;
import dev.engram.engram.RepairResult;
import dev.engram.engram.RepairResult.Action;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.commit.Sweep;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.ingest.KnownChunks;
import dev.engram.engram.internal.ingest.PackSink;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.GitSource;
import dev.engram.engram.internal.tree.LostPaths;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Repairs an engram: finds the snapshots, saves what damaged packs hold, fetches what is lost from
 * the source folder, makes index and extensions anew where they are damaged, and gives up paths
 * only when nothing else is left. Whatever stops it, the engram is as it was. Used once.
 */
public final class Repairer {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Progress progress;
    private final List<Action> actions = new ArrayList<>();
    private final List<Renamed> renamed = new ArrayList<>();
    private final List<RepairResult.Lost> lost = new ArrayList<>();
    private long fetched;
    private long bytesWritten;

    public Repairer(StoreFiles files, StoreLayout layout, Progress progress) {
        this.files = files;
        this.layout = layout;
        this.progress = progress;
    }

    /**
     * Repairs it.
     *
     * @param source where lost chunks may be found; without it, the folder the newest snapshot was
     *     taken from, if it is there
     * @throws WorkbenchException DAMAGED if nothing can be saved, or a newer workbench wrote it
     */
    public RepairResult repair(Optional<Path> source) throws IOException {
        long started = System.nanoTime();
        if (!layout.hasSnapshots()) {
            layout.requireEngram();
        }
        if (source.isPresent() && !Files.isDirectory(source.get())) {
            throw WorkbenchException.missing(
                    "no such folder: " + source.get(), "give the folder the engram was made of");
        }
        return Writing.run(files, layout, arena -> run(source, arena, started));
    }

    private RepairResult run(Optional<Path> source, Arena arena, long started)
            throws IOException, InterruptedException {
        Roots roots = new Roots(files, layout, actions);
        Map<Id, Snapshot> snapshots = roots.find();
        Set<Id> indexes = new LinkedHashSet<>();
        snapshots.values().forEach(s -> indexes.addAll(s.chunkIndexes()));
        Packs packs = Packs.read(layout, indexes, progress, arena);
        boolean done = false;
        Map<Id, Id> names;
        try {
            List<Id> content = content(packs, snapshots, List.copyOf(indexes), source, arena);
            names = snapshots(snapshots, content, arena);
            List<Id> all = List.copyOf(names.values());
            if (all.isEmpty()) {
                throw WorkbenchException.damaged(
                        "damaged: not one folder of " + layout.folder() + " can be read",
                        "make a new engram: workbench engram ingest DIR -e NEW.engram");
            }
            if (roots.root().isEmpty() || !roots.root().get().snapshots().equals(all)) {
                Commit.root(files, layout, roots.root(), all);
            }
            done = true;
        } finally {
            if (!done) {
                Cleanup.unreferenced(files, layout);
            }
        }
        sweep(roots.allRead() && names.size() == snapshots.size() && lost.isEmpty());
        return new RepairResult(
                List.copyOf(names.values()).getLast().hex(),
                actions,
                lost,
                renamed,
                fetched,
                bytesWritten,
                (System.nanoTime() - started) / 1_000_000);
    }

    /** Removes what was replaced; what was given up stays for those who can do more. */
    private void sweep(boolean nothingLost) throws IOException {
        if (actions.isEmpty()) {
            return;
        }
        if (nothingLost) {
            Sweep.unneeded(files, layout);
        } else {
            actions.add(
                    new Action(
                            "packs",
                            "pack",
                            "damaged files stay on the disk until: workbench engram prune -e "
                                    + layout.folder()));
        }
    }

    /**
     * Saves what is left of the packs and fetches what is not.
     *
     * @return the indexes of all that can be read; those of before if nothing changed
     */
    private List<Id> content(
            Packs packs,
            Map<Id, Snapshot> snapshots,
            List<Id> indexes,
            Optional<Path> source,
            Arena arena)
            throws IOException, InterruptedException {
        List<PackWriter.Pack> all = new ArrayList<>(packs.whole());
        if (packs.areWhole()) {
            try (ChunkStore store = new ChunkStore(layout, indexes, arena)) {
                if (!lacksAny(store, snapshots)) {
                    return List.of();
                }
            }
        }
        int before = all.size();
        for (Id index : packs.badIndexes()) {
            actions.add(action(FileKind.CHUNKS, index, "made anew from the packs"));
        }
        try (PackSink sink = new PackSink(files, layout)) {
            try (FrameWriter frames = new FrameWriter(sink, new KnownChunks(Optional.empty()))) {
                for (Id pack : packs.damaged()) {
                    Packs.Salvaged found = packs.salvage(pack, frames);
                    actions.add(
                            action(
                                    FileKind.PACK,
                                    pack,
                                    found.saved()
                                            + " chunks saved, "
                                            + found.lost()
                                            + " could not be read"));
                }
                frames.finish();
            }
            all.addAll(sink.finished());
        }
        Optional<Path> folder = source.or(() -> taken(snapshots));
        if (folder.isPresent()) {
            boolean lacking;
            try (ChunkStore store =
                    new ChunkStore(layout, List.of(ChunkIndex.write(files, layout, all)), arena)) {
                lacking = lacksAny(store, snapshots);
            }
            if (lacking) {
                fetched =
                        new Fetch(files, layout, progress, arena)
                                .run(folder.get(), snapshots.values(), all);
                actions.add(
                        new Action(
                                folder.get().toString(),
                                "source",
                                fetched + " chunks fetched again"));
            }
        }
        all.subList(before, all.size()).forEach(pack -> bytesWritten += pack.sizeBytes());
        return List.of(ChunkIndex.write(files, layout, all));
    }

    private Action action(FileKind kind, Id id, String done) {
        String word = kind.extension().substring(1);
        return new Action(layout.name(new FileRef(kind, id)), word, done);
    }

    private static boolean lacksAny(ChunkStore store, Map<Id, Snapshot> snapshots)
            throws IOException {
        Availability available = new Availability(store, snapshots.values().iterator().next());
        for (Snapshot snapshot : snapshots.values()) {
            if (!available.lost(snapshot.tree()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The folder the newest snapshot was taken from, if it is there. */
    private static Optional<Path> taken(Map<Id, Snapshot> snapshots) {
        try {
            String source = List.copyOf(snapshots.values()).getLast().source();
            Path folder = Path.of(GitSource.parse(source).map(GitSource::folder).orElse(source));
            return folder.isAbsolute() && Files.isDirectory(folder)
                    ? Optional.of(folder)
                    : Optional.empty();
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Writes each snapshot that has to change; returns the names all have now. */
    private Map<Id, Id> snapshots(Map<Id, Snapshot> snapshots, List<Id> content, Arena arena)
            throws IOException, InterruptedException {
        SnapshotRepair repair =
                new SnapshotRepair(files, layout, progress, content, actions, arena);
        Map<Id, Snapshot> made = new LinkedHashMap<>();
        for (Map.Entry<Id, Snapshot> entry : snapshots.entrySet()) {
            Optional<Snapshot> now = repair.repair(entry.getKey(), entry.getValue());
            if (now.isPresent()) {
                made.put(entry.getKey(), now.get());
            }
        }
        Map<Id, Id> names = new LinkedHashMap<>();
        Commit.forceData(files, layout);
        for (Map.Entry<Id, Snapshot> entry : made.entrySet()) {
            Id old = entry.getKey();
            Snapshot snapshot = entry.getValue();
            Optional<Id> parent = snapshot.parent().map(p -> names.getOrDefault(p, p));
            boolean same = snapshot == snapshots.get(old) && parent.equals(snapshot.parent());
            Id id = same ? old : snapshot.edit().parent(parent).snapshot().write(files, layout);
            names.put(old, id);
            if (!same) {
                renamed.add(new Renamed(old.hex(), id.hex()));
            }
            for (LostPaths.Lost path : repair.lost(old)) {
                lost.add(
                        new RepairResult.Lost(
                                id.hex(),
                                PathBytes.text(path.path()),
                                path.isFolder() ? "folder" : "file"));
            }
        }
        return names;
    }
}
