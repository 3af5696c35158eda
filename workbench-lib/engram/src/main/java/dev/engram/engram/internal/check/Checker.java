package dev.engram.engram.internal.check;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.CheckResult;
import dev.engram.engram.CheckResult.Problem;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreInput;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.GitSource;
import dev.engram.engram.internal.tree.LostPaths;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads everything an engram's snapshots need and compares it with its names: every file is named
 * by the SHA-256 of its bytes, so no flipped bit escapes. Then it follows the manifests, because a
 * file can be named rightly and still make no sense. Used once.
 */
public final class Checker {

    private final StoreLayout layout;
    private final Progress progress;
    private final List<Problem> problems = new ArrayList<>();
    private final String repair;
    private long filesChecked;
    private long bytesChecked;

    /** The chunks that each damaged pack has lost. */
    private final Map<Id, Set<Id>> lostPacks = new LinkedHashMap<>();

    /** Why sealed files cannot be decrypted, by their names. */
    private final Map<String, String> refusals = new HashMap<>();

    public Checker(StoreLayout layout, Progress progress) {
        this.layout = layout;
        this.progress = progress;
        this.repair = repair(layout);
    }

    private static String repair(StoreLayout layout) {
        return "workbench engram repair -e " + layout.folder() + key(layout);
    }

    private static String key(StoreLayout layout) {
        return layout.isEncrypted() ? " --key FILE" : "";
    }

    /** What makes an engram whole again that has lost content: what it was made of. */
    static String repairFrom(String source, StoreLayout layout) {
        return repair(layout)
                + " --source "
                + GitSource.parse(source).map(GitSource::folder).orElse(source);
    }

    /** Checks everything. */
    public CheckResult check() throws IOException {
        long started = System.nanoTime();
        List<Id> ids = snapshotIds();
        Map<Id, Snapshot> snapshots = new LinkedHashMap<>();
        for (Id id : ids) {
            snapshot(id).ifPresent(s -> snapshots.put(id, s));
        }
        try (Arena arena = Arena.ofShared()) {
            Set<Id> indexIds = new LinkedHashSet<>();
            snapshots.values().forEach(s -> indexIds.addAll(s.chunkIndexes()));
            List<ChunkIndex> indexes = chunkIndexes(indexIds, arena);
            packs(indexes);
            new TreeCheck(layout, indexes, lostPacks).check(snapshots).forEach(this::add);
            segments(snapshots.values(), arena);
            extensions(snapshots.values(), arena);
            lostBefore(snapshots);
        }
        return new CheckResult(
                problems.isEmpty(),
                problems,
                filesChecked,
                bytesChecked,
                (System.nanoTime() - started) / 1_000_000);
    }

    private void add(Problem problem) {
        String why = refusals.get(problem.file());
        Problem told =
                why == null
                        ? problem
                        : new Problem(
                                problem.file(),
                                problem.kind(),
                                problem.lost() + " (" + why + ")",
                                problem.repair());
        if (!problems.contains(told)) {
            problems.add(told);
        }
    }

    /** Keeps why a sealed file cannot be decrypted, for the problem that comes of it. */
    private void refused(FileRef ref, WorkbenchException e) {
        if (layout.isEncrypted()) {
            String name = layout.name(ref);
            String message = String.valueOf(e.getMessage());
            int at = message.indexOf(name);
            refusals.put(name, at < 0 ? message : message.substring(at + name.length() + 2));
        }
    }

    private List<Id> snapshotIds() throws IOException {
        if (!layout.hasSnapshots()) {
            layout.requireEngram();
        }
        try {
            RootFile root = RootFile.read(layout);
            filesChecked++;
            bytesChecked += Files.size(layout.root());
            return root.snapshots();
        } catch (WorkbenchException e) {
            add(
                    new Problem(
                            "root",
                            "root",
                            "which snapshot is the current one; the snapshots are still there",
                            repair));
            return layout.files(FileKind.SNAPSHOT).stream().map(FileRef::id).toList();
        }
    }

    private Optional<Snapshot> snapshot(Id id) throws IOException {
        try {
            Snapshot snapshot = Snapshot.read(layout, id);
            filesChecked++;
            bytesChecked += Files.size(layout.path(FileKind.SNAPSHOT, id));
            return Optional.of(snapshot);
        } catch (WorkbenchException e) {
            refused(new FileRef(FileKind.SNAPSHOT, id), e);
            add(
                    new Problem(
                            name(FileKind.SNAPSHOT, id),
                            "snapshot",
                            "the state of the tree that this snapshot held",
                            repair));
            return Optional.empty();
        }
    }

    private String name(FileKind kind, Id id) {
        return layout.name(new FileRef(kind, id));
    }

    /** Whether a file's bytes are what its name says. */
    private boolean isWhole(FileKind kind, Id id) throws IOException {
        Interrupts.check("the check is incomplete");
        try (StoreInput input = layout.open(kind, id)) {
            filesChecked++;
            return StoreInput.hash(input, count -> bytesChecked += count).equals(id);
        } catch (NoSuchFileException e) {
            return false;
        } catch (WorkbenchException e) {
            refused(new FileRef(kind, id), e);
            return false;
        } finally {
            progress.update("reading the engram", bytesChecked, -1, Progress.Unit.BYTES);
        }
    }

    private List<ChunkIndex> chunkIndexes(Set<Id> ids, Arena arena) throws IOException {
        List<ChunkIndex> indexes = new ArrayList<>();
        for (Id id : ids) {
            boolean whole = isWhole(FileKind.CHUNKS, id);
            if (whole) {
                try {
                    indexes.add(ChunkIndex.open(layout, id, arena));
                    continue;
                } catch (WorkbenchException e) {
                    // named rightly, but no index
                }
            }
            add(
                    new Problem(
                            name(FileKind.CHUNKS, id),
                            "chunks",
                            "nothing for good: where each chunk lies also stands in the packs",
                            repair));
        }
        return indexes;
    }

    /** Checks all packs and notes the chunks that are lost. */
    private void packs(List<ChunkIndex> indexes) throws IOException {
        Set<Id> checked = new HashSet<>();
        for (ChunkIndex index : indexes) {
            for (Id pack : index.packs()) {
                if (!checked.add(pack) || isWhole(FileKind.PACK, pack)) {
                    continue;
                }
                PackCheck.Found found = PackCheck.salvage(layout, pack, index.frames(pack));
                Set<Id> gone = new HashSet<>(index.chunks(pack));
                gone.removeAll(found.chunks());
                if (gone.isEmpty()) {
                    add(
                            new Problem(
                                    name(FileKind.PACK, pack),
                                    "pack",
                                    "nothing: every chunk in it is whole",
                                    repair));
                } else {
                    lostPacks.put(pack, gone);
                }
            }
        }
    }

    private void segments(Iterable<Snapshot> snapshots, Arena arena) throws IOException {
        Set<Id> seen = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            for (Snapshot.SegmentRef ref : snapshot.segments()) {
                if (seen.add(ref.segment()) && !segmentIsSound(ref.segment(), arena)) {
                    add(
                            new Problem(
                                    name(FileKind.SEGMENT, ref.segment()),
                                    "segment",
                                    "the search index of some files; the files are not affected",
                                    repair));
                }
                if (ref.deletions().isPresent()
                        && seen.add(ref.deletions().get())
                        && !isWhole(FileKind.DELETIONS, ref.deletions().get())) {
                    add(
                            new Problem(
                                    name(FileKind.DELETIONS, ref.deletions().get()),
                                    "deletions",
                                    "which passages of the search index no longer count",
                                    repair));
                }
            }
        }
    }

    private void extensions(Iterable<Snapshot> snapshots, Arena arena) throws IOException {
        Set<FileRef> seen = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            for (Extension extension : snapshot.extensions()) {
                for (FileRef ref : extension.files()) {
                    if (seen.add(ref) && !isSound(ref, arena)) {
                        add(
                                new Problem(
                                        layout.name(ref),
                                        extension.kind().label(),
                                        "the "
                                                + extension.kind().label()
                                                + " part of the search; the files are not affected",
                                        repair));
                    }
                }
            }
        }
    }

    /** What a repair could not save stays a loss. */
    private void lostBefore(Map<Id, Snapshot> snapshots) {
        Id head = snapshots.isEmpty() ? null : List.copyOf(snapshots.keySet()).getLast();
        for (Map.Entry<Id, Snapshot> entry : snapshots.entrySet()) {
            Id id = entry.getKey();
            Snapshot snapshot = entry.getValue();
            List<String> paths = new ArrayList<>();
            for (LostPaths.Lost path : LostPaths.of(snapshot)) {
                paths.add(PathBytes.text(path.path()) + (path.isFolder() ? "/" : ""));
            }
            if (!paths.isEmpty()) {
                boolean isHead = id.equals(head);
                add(
                        new Problem(
                                name(FileKind.SNAPSHOT, id),
                                Extension.Kind.LOST.label(),
                                "a repair could not save " + TreeCheck.named(paths),
                                isHead
                                        ? "workbench engram update "
                                                + GitSource.arguments(snapshot.source())
                                                + " -e "
                                                + layout.folder()
                                                + key(layout)
                                        : "workbench engram prune --keep 1 -e " + layout.folder()));
            }
        }
    }

    private boolean isSound(FileRef ref, Arena arena) throws IOException {
        if (!isWhole(ref.kind(), ref.id())) {
            return false;
        }
        try {
            if (ref.kind() == FileKind.SEMANTIC) {
                SemanticReader.open(layout, ref.id(), arena).verify();
            }
            return true;
        } catch (WorkbenchException e) {
            return false;
        }
    }

    private boolean segmentIsSound(Id id, Arena arena) throws IOException {
        if (!isWhole(FileKind.SEGMENT, id)) {
            return false;
        }
        try {
            SegmentReader.open(layout, id, arena).verify();
            return true;
        } catch (WorkbenchException | IndexOutOfBoundsException e) {
            return false;
        }
    }
}
