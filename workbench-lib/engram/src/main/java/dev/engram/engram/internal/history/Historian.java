package dev.engram.engram.internal.history;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.Differences;
import dev.engram.engram.History;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what has become of an engram. Changes nothing. */
public final class Historian {

    private final StoreLayout layout;

    public Historian(StoreLayout layout) {
        this.layout = layout;
    }

    /** All snapshots, the newest first. */
    public History log() throws IOException {
        List<History.Entry> entries = new ArrayList<>();
        @Nullable SnapshotTree older = null;
        try {
            for (Id id : RootFile.read(layout).snapshots()) {
                Interrupts.check("nothing was changed");
                SnapshotTree now;
                try {
                    now = SnapshotTree.open(layout, id.hex());
                } catch (WorkbenchException e) {
                    if (e.category() == WorkbenchException.Category.USAGE) {
                        continue; // it was removed meanwhile
                    }
                    throw e;
                }
                try {
                    entries.add(entry(older, now));
                } finally {
                    if (older != null) {
                        older.close();
                    }
                    older = now;
                }
            }
        } finally {
            if (older != null) {
                older.close();
            }
        }
        return new History(entries.reversed());
    }

    private static History.Entry entry(@Nullable SnapshotTree before, SnapshotTree now)
            throws IOException {
        Snapshot snapshot = now.snapshot();
        long[] counts = {snapshot.files(), 0, 0};
        if (before != null) {
            counts[0] = 0;
            new TreeDiff(before.tree(), now.tree())
                    .walk(
                            before.snapshot().tree(),
                            snapshot.tree(),
                            (path, old, entry) -> count(old, entry, counts));
        }
        return new History.Entry(
                now.pinned().id().hex(),
                Instant.ofEpochMilli(snapshot.epochMillis()).toString(),
                snapshot.source(),
                snapshot.files(),
                snapshot.bytes(),
                counts[0],
                counts[1],
                counts[2],
                snapshot.passages());
    }

    private static void count(@Nullable TreeEntry old, @Nullable TreeEntry now, long[] counts) {
        boolean was = old instanceof FileEntry;
        boolean is = now instanceof FileEntry;
        if (is && !was) {
            counts[0]++;
        } else if (was && !is) {
            counts[2]++;
        } else if (old != null && now != null && is && !Entries.sameContent(old, now)) {
            counts[1]++;
        }
    }

    /**
     * What differs between two snapshots.
     *
     * @param from an id or the beginning of it; empty takes the snapshot before {@code to}
     * @param to the same; empty takes the newest
     */
    public Differences diff(String from, String to) throws IOException {
        try (SnapshotTree now = SnapshotTree.open(layout, to);
                SnapshotTree before = SnapshotTree.open(layout, from(now, from))) {
            List<Differences.Entry> entries = new ArrayList<>();
            if (before.snapshot().mode() != now.snapshot().mode()) {
                String old = octal(before.snapshot().mode());
                String mode = octal(now.snapshot().mode());
                entries.add(
                        new Differences.Entry("mode", ".", "folder", "folder", 0, 0, mode, old));
            }
            new TreeDiff(before.tree(), now.tree())
                    .walk(
                            before.snapshot().tree(),
                            now.snapshot().tree(),
                            (path, old, entry) -> add(entries, path, old, entry));
            return new Differences(before.pinned().id().hex(), now.pinned().id().hex(), entries);
        }
    }

    private static String octal(int mode) {
        return String.format(java.util.Locale.ROOT, "%04o", mode);
    }

    private static String from(SnapshotTree to, String from) {
        if (!from.isEmpty()) {
            return from;
        }
        List<Id> all = to.pinned().root().snapshots();
        int at = all.indexOf(to.pinned().id());
        if (at == 0) {
            throw WorkbenchException.usage(
                    "there is no snapshot before " + to.pinned().id(),
                    "all snapshots: workbench engram log -e ENGRAM");
        }
        return all.get(at - 1).hex();
    }

    private static void add(
            List<Differences.Entry> entries,
            byte[] path,
            @Nullable TreeEntry old,
            @Nullable TreeEntry now) {
        String change = change(old, now);
        if (!change.isEmpty()) {
            entries.add(
                    new Differences.Entry(
                            change,
                            PathBytes.text(path),
                            now == null ? "" : Entries.kind(now),
                            old == null ? "" : Entries.kind(old),
                            now == null ? 0 : Entries.size(now),
                            old == null ? 0 : Entries.size(old),
                            now == null ? "" : Entries.mode(now),
                            old == null ? "" : Entries.mode(old)));
        }
    }

    /**
     * The word for a difference; empty for times and for a folder that only its content changed.
     */
    private static String change(@Nullable TreeEntry old, @Nullable TreeEntry now) {
        if (old == null) {
            return "added";
        }
        if (now == null) {
            return "removed";
        }
        if (!Entries.sameKind(old, now)) {
            return "type";
        }
        if (!(now instanceof TreeEntry.FolderEntry) && !Entries.sameContent(old, now)) {
            return "modified";
        }
        return old.mode() == now.mode() ? "" : "mode";
    }
}
