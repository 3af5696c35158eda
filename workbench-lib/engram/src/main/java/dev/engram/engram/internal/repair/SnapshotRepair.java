package dev.engram.engram.internal.repair;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.RepairResult.Action;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.check.WholeFile;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.ingest.Rebuild;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.LostPaths;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one snapshot after the other whole, given the content that can be read. */
final class SnapshotRepair {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Progress progress;
    private final List<Id> content;
    private final List<Action> actions;
    private final Arena arena;
    private final Map<FileRef, Boolean> sound = new HashMap<>();
    private final Map<Id, List<LostPaths.Lost>> lost = new HashMap<>();

    /**
     * @param content indexes of all that can be read; none if those of the snapshots are good
     * @param actions receives what was done
     */
    SnapshotRepair(
            StoreFiles files,
            StoreLayout layout,
            Progress progress,
            List<Id> content,
            List<Action> actions,
            Arena arena) {
        this.files = files;
        this.layout = layout;
        this.progress = progress;
        this.content = content;
        this.actions = actions;
        this.arena = arena;
    }

    /** What a snapshot had to give up now. */
    List<LostPaths.Lost> lost(Id snapshot) {
        return lost.getOrDefault(snapshot, List.of());
    }

    /**
     * The snapshot made whole; the same object if it is whole already.
     *
     * @return empty if not even its top folder can be read
     */
    Optional<Snapshot> repair(Id id, Snapshot snapshot) throws IOException, InterruptedException {
        List<Id> indexes = content.isEmpty() ? snapshot.chunkIndexes() : content;
        try (ChunkStore store = new ChunkStore(layout, indexes, arena)) {
            Availability available = new Availability(store, snapshot);
            if (available.node(snapshot.tree()).isEmpty()) {
                actions.add(
                        new Action(
                                layout.name(new FileRef(FileKind.SNAPSHOT, id)),
                                "manifest",
                                "given up: its top folder is lost"));
                return Optional.empty();
            }
            boolean treeIsWhole = available.lost(snapshot.tree()).isEmpty();
            if (treeIsWhole && restIsSound(snapshot, available)) {
                return Optional.of(
                        content.isEmpty()
                                ? snapshot
                                : snapshot.edit().chunkIndexes(content).snapshot());
            }
            return Optional.of(rebuilt(id, snapshot, indexes, store, available));
        }
    }

    /** Whether index and extensions are what was written. */
    private boolean restIsSound(Snapshot snapshot, Availability available) throws IOException {
        boolean all = true;
        for (FileRef ref : snapshot.fileRefs()) {
            if (ref.kind() != FileKind.CHUNKS && !isSound(ref)) {
                all = false;
            }
        }
        for (Extension extension : snapshot.extensions()) {
            for (List<ChunkRef> tree : extension.trees()) {
                if (!available.lost(tree).isEmpty()) {
                    all = false;
                }
            }
        }
        return all;
    }

    private boolean isSound(FileRef ref) throws IOException {
        Boolean known = sound.get(ref);
        if (known == null) {
            known = WholeFile.is(layout, ref.kind(), ref.id(), n -> {});
            if (known && ref.kind() == FileKind.SEGMENT) {
                try {
                    SegmentReader.open(layout, ref.id(), arena).verify();
                } catch (WorkbenchException | IndexOutOfBoundsException e) {
                    known = false;
                }
            }
            if (!known) {
                String kind = ref.kind().extension().substring(1);
                actions.add(new Action(layout.name(ref), kind, "made anew from the files"));
            }
            sound.put(ref, known);
        }
        return known;
    }

    /** The snapshot as an ingest of what can be read of its tree makes it. */
    private Snapshot rebuilt(
            Id id, Snapshot old, List<Id> indexes, ChunkStore store, Availability available)
            throws IOException, InterruptedException {
        StoredSource source = new StoredSource(layout, store, available, old);
        Snapshot fresh =
                Rebuild.run(
                        files,
                        layout,
                        source,
                        source.top(),
                        old.dimension(),
                        store,
                        progress,
                        arena);
        lost.put(id, List.copyOf(source.lost()));
        List<Id> all = new ArrayList<>(indexes);
        all.addAll(fresh.chunkIndexes());
        return old.edit()
                .tree(fresh.tree())
                .files(fresh.files())
                .folders(fresh.folders())
                .links(fresh.links())
                .bytes(fresh.bytes())
                .passages(fresh.passages())
                .chunkIndexes(all)
                .segments(fresh.segments())
                .extensions(extensions(id, old, fresh, source.lost()))
                .snapshot();
    }

    private List<Extension> extensions(
            Id id, Snapshot old, Snapshot fresh, List<LostPaths.Lost> now) {
        List<Extension> extensions = new ArrayList<>(fresh.extensions());
        for (Extension before : old.extensions()) {
            Extension.Kind kind = before.kind();
            if (kind != Extension.Kind.LOST && fresh.extension(kind).isEmpty()) {
                actions.add(
                        new Action(
                                layout.name(new FileRef(FileKind.SNAPSHOT, id)),
                                kind.label(),
                                "dropped: ingest the folder again to have it back"));
            }
        }
        List<LostPaths.Lost> lostPaths = new ArrayList<>(LostPaths.of(old));
        lostPaths.addAll(now);
        LostPaths.extension(lostPaths).ifPresent(extensions::add);
        extensions.sort(Comparator.comparing(Extension::kind));
        return extensions;
    }
}
