package dev.engram.engram.internal.history;

import dev.engram.base.Interrupts;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the chunks that snapshots need: those of all nodes and files of all their trees. */
final class LiveChunks {

    private LiveChunks() {}

    /**
     * @throws dev.engram.base.WorkbenchException DAMAGED if a folder of a tree cannot be read
     */
    static Set<Id> of(ChunkStore store, Collection<Snapshot> snapshots) throws IOException {
        Set<Id> live = new HashSet<>();
        Set<List<ChunkRef>> seen = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            TreeReader reader = new TreeReader(store, snapshot);
            Deque<List<ChunkRef>> todo = new ArrayDeque<>(snapshot.trees());
            while (!todo.isEmpty()) {
                Interrupts.check("nothing was removed");
                List<ChunkRef> node = todo.pop();
                if (!seen.add(node)) {
                    continue;
                }
                node.forEach(ref -> live.add(ref.id()));
                for (TreeEntry entry : reader.node(node).entries()) {
                    if (entry instanceof FolderEntry folder) {
                        todo.push(folder.node());
                    } else if (entry instanceof FileEntry file) {
                        file.chunks().forEach(ref -> live.add(ref.id()));
                    }
                }
            }
        }
        return live;
    }
}
