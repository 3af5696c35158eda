package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles.Kind;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tree before an update: what need not be read again, and what has become of the rest. */
final class PreviousTree {

    private final TreeReader tree;
    private final Snapshot snapshot;
    private final DocumentTree documents;

    private final Set<String> stale = new HashSet<>();
    private long added;
    private long modified;
    private long removed;
    private long unchanged;

    PreviousTree(TreeReader tree, Snapshot snapshot, DocumentTree documents) {
        this.tree = tree;
        this.snapshot = snapshot;
        this.documents = documents;
    }

    /** Whether what its files say in the index may be taken over. */
    boolean isReusable() {
        return DocumentTree.isCurrent(snapshot);
    }

    /**
     * Tells a file what it held before, and whether its origin says that it still does: then it is
     * taken as it was.
     *
     * @return whether it need not be read
     */
    boolean isUnchanged(SourceEntry file, Origin origin) {
        Optional<FileEntry> before;
        List<ChunkRef> document;
        try {
            byte[] path = file.relative();
            before = tree.file(path);
            document = before.isEmpty() ? List.of() : documents.chunks(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (before.isEmpty()) {
            return false;
        }
        FileEntry old = before.get();
        file.setPrevious(old.chunks(), document);
        if (!origin.isSame(file, old)) {
            return false;
        }
        file.setContent(old.chunks(), old.size());
        file.keepDocument();
        return true;
    }

    /** Compares the trees; afterwards the counts and {@link #stale} are known. */
    void compare(SourceEntry now) throws IOException {
        record Pair(byte[] path, List<TreeEntry> before, List<SourceEntry> now) {}
        Deque<Pair> todo = new ArrayDeque<>();
        todo.push(new Pair(new byte[0], tree.node(snapshot.tree()).entries(), now.children()));
        while (!todo.isEmpty()) {
            Pair pair = todo.pop();
            int i = 0;
            int j = 0;
            while (i < pair.before.size() || j < pair.now.size()) {
                int order =
                        i == pair.before.size()
                                ? 1
                                : j == pair.now.size()
                                        ? -1
                                        : Arrays.compareUnsigned(
                                                pair.before.get(i).name(), pair.now.get(j).name());
                TreeEntry old = order <= 0 ? pair.before.get(i++) : null;
                SourceEntry fresh = order >= 0 ? pair.now.get(j++) : null;
                byte[] name = old != null ? old.name() : fresh != null ? fresh.name() : new byte[0];
                byte[] path = TreeReader.join(pair.path, name);
                boolean freshFile = fresh != null && fresh.attributes().kind() == Kind.FILE;
                if (old instanceof FileEntry file) {
                    if (!freshFile) {
                        removed++;
                        stale.add(key(path));
                    } else if (fresh != null && fresh.chunks().equals(file.chunks())) {
                        unchanged++;
                    } else {
                        modified++;
                        stale.add(key(path));
                    }
                } else if (freshFile) {
                    added++;
                }
                List<TreeEntry> beforeBelow =
                        old instanceof FolderEntry folder
                                ? tree.node(folder.node()).entries()
                                : List.of();
                List<SourceEntry> nowBelow = fresh == null ? List.of() : fresh.children();
                if (old instanceof FolderEntry folder
                        && fresh != null
                        && folder.node().equals(fresh.node())) {
                    unchanged += files(tree.node(folder.node()));
                } else if (!beforeBelow.isEmpty() || !nowBelow.isEmpty()) {
                    todo.push(new Pair(path, beforeBelow, nowBelow));
                }
            }
        }
    }

    private long files(TreeNode top) throws IOException {
        long files = 0;
        Deque<TreeNode> todo = new ArrayDeque<>(List.of(top));
        while (!todo.isEmpty()) {
            for (TreeEntry entry : todo.pop().entries()) {
                if (entry instanceof FileEntry) {
                    files++;
                } else if (entry instanceof FolderEntry folder) {
                    todo.push(tree.node(folder.node()));
                }
            }
        }
        return files;
    }

    /** A path as a key of {@link #stale}. */
    static String key(byte[] path) {
        return new String(path, StandardCharsets.ISO_8859_1);
    }

    /** Paths of files whose passages no longer count: removed or with other content. */
    Set<String> stale() {
        return stale;
    }

    long added() {
        return added;
    }

    long modified() {
        return modified;
    }

    long removed() {
        return removed;
    }

    long unchanged() {
        return unchanged;
    }
}
