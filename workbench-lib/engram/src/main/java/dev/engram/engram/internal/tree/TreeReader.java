package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the folders of one tree. Thread-safe. */
public final class TreeReader {

    private static final int CACHED_NODES = 256;

    private final ChunkStore chunks;
    private final List<ChunkRef> top;
    private final Map<List<ChunkRef>, TreeNode> cache =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<ChunkRef>, TreeNode> eldest) {
                    return size() > CACHED_NODES;
                }
            };

    public TreeReader(ChunkStore chunks, Snapshot snapshot) {
        this(chunks, snapshot.tree());
    }

    /** Reads the tree below some node. */
    public TreeReader(ChunkStore chunks, List<ChunkRef> top) {
        this.chunks = chunks;
        this.top = top;
    }

    /** Receives the entries of a tree. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param path below the top folder
         * @param entry the entry; a folder comes before what is in it
         */
        void entry(byte[] path, TreeEntry entry) throws IOException;
    }

    /** A folder's node, its content verified. */
    public TreeNode node(List<ChunkRef> refs) throws IOException {
        synchronized (cache) {
            TreeNode known = cache.get(refs);
            if (known != null) {
                return known;
            }
        }
        TreeNode node = TreeNode.read(content(refs), "a folder of the manifest");
        synchronized (cache) {
            cache.put(refs, node);
        }
        return node;
    }

    /** The bytes behind some chunks, verified against their ids; for content of moderate size. */
    public byte[] content(List<ChunkRef> refs) throws IOException {
        byte[] content = new byte[Math.toIntExact(TreeNode.size(refs))];
        int at = 0;
        for (ChunkRef ref : refs) {
            byte[] chunk = chunks.read(ref.id());
            if (chunk.length != ref.length() || !Id.hash(chunk).equals(ref.id())) {
                throw dev.engram.base.WorkbenchException.damaged(
                        "damaged: chunk " + ref.id() + " is not what was written",
                        "find out what is lost: workbench engram check -e ENGRAM");
            }
            System.arraycopy(chunk, 0, content, at, chunk.length);
            at += chunk.length;
        }
        return content;
    }

    /** Visits every entry below the top folder, folders first, in the order of the names. */
    public void walk(Visitor visitor) throws IOException {
        record Step(byte[] path, TreeEntry entry) {}
        Deque<Step> stack = new ArrayDeque<>();
        for (TreeEntry entry : node(top).entries().reversed()) {
            stack.push(new Step(entry.name(), entry));
        }
        while (!stack.isEmpty()) {
            Step step = stack.pop();
            visitor.entry(step.path, step.entry);
            if (step.entry instanceof FolderEntry folder) {
                for (TreeEntry child : node(folder.node()).entries().reversed()) {
                    stack.push(new Step(join(step.path, child.name()), child));
                }
            }
        }
    }

    /** {@code folder/name}; the name alone if {@code folder} is empty. */
    public static byte[] join(byte[] folder, byte[] name) {
        if (folder.length == 0) {
            return name;
        }
        byte[] path = Arrays.copyOf(folder, folder.length + 1 + name.length);
        path[folder.length] = '/';
        System.arraycopy(name, 0, path, folder.length + 1, name.length);
        return path;
    }

    /** The file at a path, if there is one. */
    public Optional<FileEntry> file(byte[] path) throws IOException {
        List<TreeEntry> entries = node(top).entries();
        int from = 0;
        while (true) {
            int to = from;
            while (to < path.length && path[to] != '/') {
                to++;
            }
            Optional<TreeEntry> found = find(entries, Arrays.copyOfRange(path, from, to));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            if (to == path.length) {
                return found.filter(FileEntry.class::isInstance).map(FileEntry.class::cast);
            }
            if (!(found.get() instanceof FolderEntry folder)) {
                return Optional.empty();
            }
            entries = node(folder.node()).entries();
            from = to + 1;
        }
    }

    private static Optional<TreeEntry> find(List<TreeEntry> entries, byte[] name) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(entries.get(middle).name(), name);
            if (order == 0) {
                return Optional.of(entries.get(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** A range of a file's bytes, clipped to its size. */
    public byte[] range(FileEntry file, long from, long to) throws IOException {
        long end = Math.min(to, file.size());
        long begin = Math.min(Math.max(0, from), end);
        byte[] range = new byte[Math.toIntExact(end - begin)];
        long chunkStart = 0;
        for (ChunkRef ref : file.chunks()) {
            long chunkEnd = chunkStart + ref.length();
            if (chunkEnd > begin && chunkStart < end) {
                byte[] chunk = chunks.read(ref.id());
                long copyFrom = Math.max(begin, chunkStart);
                long copyTo = Math.min(Math.min(end, chunkEnd), chunkStart + chunk.length);
                if (copyTo > copyFrom) {
                    System.arraycopy(
                            chunk,
                            (int) (copyFrom - chunkStart),
                            range,
                            (int) (copyFrom - begin),
                            (int) (copyTo - copyFrom));
                }
            }
            chunkStart = chunkEnd;
        }
        return range;
    }
}
