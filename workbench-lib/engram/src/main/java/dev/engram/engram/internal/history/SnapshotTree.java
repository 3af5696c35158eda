package dev.engram.engram.internal.history;

import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;

/** The tree of a pinned snapshot. */
final class SnapshotTree implements Closeable {

    private final Arena arena = Arena.ofShared();
    private final PinnedSnapshot pinned;
    private final Snapshot snapshot;
    private final ChunkStore chunks;
    private final TreeReader tree;

    private SnapshotTree(StoreLayout layout, PinnedSnapshot pinned) throws IOException {
        this.pinned = pinned;
        try {
            snapshot = Snapshot.read(layout, pinned.id());
            chunks = new ChunkStore(layout, snapshot.chunkIndexes(), arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
        tree = new TreeReader(chunks, snapshot);
    }

    /**
     * @param wanted the snapshot's id or the beginning of it; empty takes the newest
     */
    static SnapshotTree open(StoreLayout layout, String wanted) throws IOException {
        PinnedSnapshot pinned = PinnedSnapshot.open(layout, wanted);
        try {
            return new SnapshotTree(layout, pinned);
        } catch (IOException | RuntimeException e) {
            pinned.close();
            throw e;
        }
    }

    PinnedSnapshot pinned() {
        return pinned;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    TreeReader tree() {
        return tree;
    }

    @Override
    public void close() throws IOException {
        try {
            chunks.close();
            arena.close();
        } finally {
            pinned.close();
        }
    }
}
