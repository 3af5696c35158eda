package dev.engram.engram.internal.bundle;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/**
 * What a tree holds.
 *
 * @param files number of files
 * @param folders number of folders below the top
 * @param links number of links
 * @param bytes sizes of the files together
 */
record TreeCount(long files, long folders, long links, long bytes) {

    /** Walks a tree; its nodes are verified on the way. */
    static TreeCount of(StoreLayout layout, List<Id> indexes, List<ChunkRef> node, Arena arena)
            throws IOException {
        long[] counts = new long[4];
        try (ChunkStore chunks = new ChunkStore(layout, indexes, arena)) {
            new TreeReader(chunks, node)
                    .walk(
                            (path, entry) -> {
                                switch (entry) {
                                    case FileEntry f -> {
                                        counts[0]++;
                                        counts[3] += f.size();
                                    }
                                    case FolderEntry f -> counts[1]++;
                                    case LinkEntry l -> counts[2]++;
                                }
                            });
        }
        return new TreeCount(counts[0], counts[1], counts[2], counts[3]);
    }
}
