package dev.engram.engram.internal.bundle;

import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.history.PinnedSnapshot;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One engram of a bundle, open for reading; its snapshot is pinned, so that no one removes it.
 *
 * @param name as the user gave it
 * @param layout where it lies
 * @param prefix where it goes
 * @param pinned keeps the snapshot
 * @param snapshot its newest
 * @param chunks its content
 */
record Part(
        String name,
        StoreLayout layout,
        PathPrefix prefix,
        PinnedSnapshot pinned,
        Snapshot snapshot,
        ChunkStore chunks)
        implements Closeable {

    static Part open(Path engram, String prefix, Arena arena) throws IOException {
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        PathPrefix below = PathPrefix.parse(prefix);
        PinnedSnapshot pinned = PinnedSnapshot.open(layout, "");
        try {
            Snapshot snapshot = Snapshot.read(layout, pinned.id());
            ChunkStore chunks = new ChunkStore(layout, snapshot.chunkIndexes(), arena);
            return new Part(engram.toString(), layout, below, pinned, snapshot, chunks);
        } catch (IOException | RuntimeException e) {
            pinned.close();
            throw e;
        }
    }

    /** Its files. */
    TreeJoin.Branch files() {
        return new TreeJoin.Branch(
                name,
                prefix,
                snapshot.mode(),
                snapshot.mtimeNanos(),
                TreeJoin.SYNTHETIC_MODE,
                snapshot.tree(),
                new TreeReader(chunks, snapshot));
    }

    /** Its documents, if there are any. */
    Optional<TreeJoin.Branch> documents() throws IOException {
        Optional<List<ChunkRef>> node = DocumentTree.node(snapshot);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        TreeReader reader = new TreeReader(chunks, node.get());
        return reader.node(node.get()).entries().isEmpty()
                ? Optional.empty()
                : Optional.of(new TreeJoin.Branch(name, prefix, 0, 0, 0, node.get(), reader));
    }

    @Override
    public void close() throws IOException {
        try {
            chunks.close();
        } finally {
            pinned.close();
        }
    }
}
