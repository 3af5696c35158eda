package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Stores the folders of a tree, the deepest first, so that a node names only stored nodes. */
final class TreeWriter {

    private final FrameWriter frames;
    private long files;
    private long bytes;

    TreeWriter(FrameWriter frames) {
        this.frames = frames;
    }

    /** Stores all folders below and including {@code root}; returns the root's node. */
    List<ChunkRef> write(SourceEntry root) throws IOException {
        List<ChunkRef> last = List.of();
        for (SourceEntry folder : root.folders().reversed()) {
            last = writeFolder(folder);
            folder.setNode(last);
        }
        return last;
    }

    private List<ChunkRef> writeFolder(SourceEntry folder) throws IOException {
        List<TreeEntry> entries = new ArrayList<>(folder.children().size());
        for (SourceEntry child : folder.children()) {
            entries.add(entry(child));
        }
        return frames.addAll(new TreeNode(entries).toBytes());
    }

    private TreeEntry entry(SourceEntry child) {
        int mode = child.attributes().mode();
        long mtime = child.attributes().mtimeNanos();
        return switch (child.attributes().kind()) {
            case FILE -> {
                files++;
                bytes += child.size();
                List<ChunkRef> chunks = child.chunks();
                yield new FileEntry(child.name(), mode, mtime, child.size(), chunks);
            }
            case FOLDER -> {
                yield new FolderEntry(child.name(), mode, mtime, child.node());
            }
            case LINK -> new LinkEntry(child.name(), mode, mtime, child.linkTarget());
            case OTHER -> throw new IllegalStateException("left out by the walker");
        };
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }
}
