package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores the tree of documents: the paths of files with a record, and the folders above them. Modes
 * and times are 0, so that only what documents say makes a difference.
 */
final class DocumentTreeWriter {

    private final FrameWriter frames;

    DocumentTreeWriter(FrameWriter frames) {
        this.frames = frames;
    }

    /** Stores it for a tree whose files are all read; returns its top node. */
    List<ChunkRef> write(SourceEntry root) throws IOException {
        Map<SourceEntry, List<ChunkRef>> nodes = new IdentityHashMap<>();
        for (SourceEntry folder : root.folders().reversed()) {
            List<TreeEntry> entries = entries(folder, nodes);
            if (!entries.isEmpty() || folder == root) {
                nodes.put(folder, frames.addAll(new TreeNode(entries).toBytes()));
            }
        }
        return nodes.getOrDefault(root, List.of());
    }

    private static List<TreeEntry> entries(
            SourceEntry folder, Map<SourceEntry, List<ChunkRef>> nodes) {
        List<TreeEntry> entries = new ArrayList<>();
        for (SourceEntry child : folder.children()) {
            List<ChunkRef> node = nodes.getOrDefault(child, List.of());
            if (!node.isEmpty()) {
                entries.add(new FolderEntry(child.name(), 0, 0, node));
            } else if (!child.document().isEmpty()) {
                List<ChunkRef> record = child.document();
                entries.add(new FileEntry(child.name(), 0, 0, TreeNode.size(record), record));
            }
        }
        return entries;
    }
}
