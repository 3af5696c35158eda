package dev.engram.engram.internal.documents;

import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of one snapshot: a second tree with the paths of those files of which more is known
 * than their bytes. Thread-safe.
 */
public final class DocumentTree {

    /** Changes where another text or other places come out of the same file. */
    private static final byte[] EXTRACTION = {1};

    /** Records kept in memory; each is as long as the text of a document. */
    private static final int CACHED = 8;

    /** Receives the records of a tree. */
    @FunctionalInterface
    public interface Visitor {
        void document(byte[] path, DocumentRecord document) throws IOException;
    }

    private final Optional<TreeReader> tree;
    private final Map<List<ChunkRef>, DocumentRecord> cache =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<List<ChunkRef>, DocumentRecord> eldest) {
                    return size() > CACHED;
                }
            };

    /** The documents of a snapshot; none if it was taken without an index or by older code. */
    public DocumentTree(ChunkStore chunks, Snapshot snapshot) {
        tree = node(snapshot).map(node -> new TreeReader(chunks, node));
    }

    /** What a snapshot says about its documents. */
    public static Extension extension(List<ChunkRef> node) {
        return new Extension(
                Extension.Kind.DOCUMENTS, List.of(), List.of(node), EXTRACTION.clone());
    }

    /** Whether the index of a snapshot is what this code would make of the same files. */
    public static boolean isCurrent(Snapshot snapshot) {
        return snapshot.dimension() == 0
                || snapshot.extension(Extension.Kind.DOCUMENTS)
                        .filter(e -> Arrays.equals(e.payload(), EXTRACTION))
                        .isPresent();
    }

    /** The top of a snapshot's tree of documents. */
    public static Optional<List<ChunkRef>> node(Snapshot snapshot) {
        return snapshot.extension(Extension.Kind.DOCUMENTS).map(e -> e.trees().getFirst());
    }

    /** The chunks of the record of a path, none if there is no record. */
    public List<ChunkRef> chunks(byte[] path) throws IOException {
        return tree.isEmpty()
                ? List.of()
                : tree.get().file(path).map(FileEntry::chunks).orElse(List.of());
    }

    /** The record of a path. */
    public Optional<DocumentRecord> find(byte[] path) throws IOException {
        List<ChunkRef> chunks = chunks(path);
        return chunks.isEmpty() ? Optional.empty() : Optional.of(read(path, chunks));
    }

    /** Visits all records in the order of their paths. */
    public void walk(Visitor visitor) throws IOException {
        if (tree.isPresent()) {
            tree.get()
                    .walk(
                            (path, entry) -> {
                                if (entry instanceof FileEntry file) {
                                    visitor.document(path, read(path, file.chunks()));
                                }
                            });
        }
    }

    private DocumentRecord read(byte[] path, List<ChunkRef> chunks) throws IOException {
        synchronized (cache) {
            DocumentRecord known = cache.get(chunks);
            if (known != null) {
                return known;
            }
        }
        byte[] content = tree.isEmpty() ? new byte[0] : tree.get().content(chunks);
        DocumentRecord record =
                DocumentRecord.read(content, "the document " + PathBytes.text(path));
        synchronized (cache) {
            cache.put(chunks, record);
        }
        return record;
    }
}
