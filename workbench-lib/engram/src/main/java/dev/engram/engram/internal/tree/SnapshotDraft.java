package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.util.List;
import java.util.Optional;

/** A snapshot of which some parts are replaced before it is written. Not thread-safe. */
public final class SnapshotDraft {

    private final Snapshot original;
    private Optional<Id> parent;
    private List<ChunkRef> tree;
    private long files;
    private long folders;
    private long links;
    private long bytes;
    private long passages;
    private List<Id> chunkIndexes;
    private List<Snapshot.SegmentRef> segments;
    private List<Extension> extensions;
    private long epochMillis;

    SnapshotDraft(Snapshot original) {
        this.original = original;
        parent = original.parent();
        tree = original.tree();
        files = original.files();
        folders = original.folders();
        links = original.links();
        bytes = original.bytes();
        passages = original.passages();
        chunkIndexes = original.chunkIndexes();
        segments = original.segments();
        extensions = original.extensions();
        epochMillis = original.epochMillis();
    }

    /** Replaces the state before. */
    public SnapshotDraft parent(Optional<Id> value) {
        parent = value;
        return this;
    }

    /** Replaces the chunks of the top folder's node. */
    public SnapshotDraft tree(List<ChunkRef> value) {
        tree = value;
        return this;
    }

    /** Replaces number of files. */
    public SnapshotDraft files(long value) {
        files = value;
        return this;
    }

    /** Replaces number of folders below the top. */
    public SnapshotDraft folders(long value) {
        folders = value;
        return this;
    }

    /** Replaces number of symbolic links. */
    public SnapshotDraft links(long value) {
        links = value;
        return this;
    }

    /** Replaces sum of the file sizes. */
    public SnapshotDraft bytes(long value) {
        bytes = value;
        return this;
    }

    /** Replaces number of passages. */
    public SnapshotDraft passages(long value) {
        passages = value;
        return this;
    }

    /** Replaces chunk index files. */
    public SnapshotDraft chunkIndexes(List<Id> value) {
        chunkIndexes = value;
        return this;
    }

    /** Replaces postings segments. */
    public SnapshotDraft segments(List<Snapshot.SegmentRef> value) {
        segments = value;
        return this;
    }

    /** Replaces what else belongs to it, in the order of their kinds. */
    public SnapshotDraft extensions(List<Extension> value) {
        extensions = value;
        return this;
    }

    /** Replaces the time when it was taken. */
    public SnapshotDraft epochMillis(long value) {
        epochMillis = value;
        return this;
    }

    /** The snapshot with what was replaced. */
    public Snapshot snapshot() {
        return new Snapshot(
                parent,
                epochMillis,
                original.source(),
                original.includes(),
                original.excludes(),
                original.mode(),
                original.mtimeNanos(),
                tree,
                files,
                folders,
                links,
                bytes,
                original.dimension(),
                passages,
                chunkIndexes,
                segments,
                extensions);
    }
}
