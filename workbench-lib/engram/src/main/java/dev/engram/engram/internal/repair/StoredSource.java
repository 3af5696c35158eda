package dev.engram.engram.internal.repair;

import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.LostPaths;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tree of a snapshot as a folder to ingest, less what cannot be read. So all that an ingest
 * derives from files is derived anew by the same code. Nothing of it is on the disk. Thread-safe
 * for one walk.
 */
final class StoredSource implements SourceFiles {

    private final Path top;
    private final ChunkStore store;
    private final Availability available;
    private final Snapshot snapshot;
    private final Map<Path, TreeEntry> entries = new ConcurrentHashMap<>();
    private final List<LostPaths.Lost> lost = new ArrayList<>();

    StoredSource(StoreLayout layout, ChunkStore store, Availability available, Snapshot snapshot) {
        this.top = layout.temporary().toAbsolutePath().normalize().resolve("stored");
        this.store = store;
        this.available = available;
        this.snapshot = snapshot;
    }

    /** The folder that stands for the top of the tree. */
    Path top() {
        return top;
    }

    /** What was left out; complete after the walk. */
    List<LostPaths.Lost> lost() {
        return lost;
    }

    /** What is stored was chosen when it was stored. */
    @Override
    public boolean obeysIgnoreFiles() {
        return false;
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        List<ChunkRef> refs =
                folder.equals(top)
                        ? snapshot.tree()
                        : entry(folder) instanceof FolderEntry f ? f.node() : List.of();
        TreeNode node =
                available.node(refs).orElseThrow(() -> new NoSuchFileException(folder.toString()));
        List<Path> children = new ArrayList<>();
        for (TreeEntry entry : node.entries()) {
            Path child = PathBytes.resolve(folder, entry.name());
            boolean whole =
                    switch (entry) {
                        case FileEntry file -> available.has(file.chunks());
                        case FolderEntry f -> available.node(f.node()).isPresent();
                        case LinkEntry link -> true;
                    };
            if (whole) {
                entries.put(child, entry);
                children.add(child);
            } else {
                byte[] path = TreeReader.join(relative(folder), entry.name());
                lost.add(new LostPaths.Lost(path, entry instanceof FolderEntry));
            }
        }
        return children;
    }

    private byte[] relative(Path folder) {
        byte[] path = new byte[0];
        for (int i = top.getNameCount(); i < folder.getNameCount(); i++) {
            path = TreeReader.join(path, PathBytes.name(folder.subpath(i, i + 1)));
        }
        return path;
    }

    private TreeEntry entry(Path path) throws IOException {
        TreeEntry entry = entries.get(path);
        if (entry == null) {
            throw new NoSuchFileException(path.toString());
        }
        return entry;
    }

    @Override
    public Attributes attributes(Path path) throws IOException {
        if (path.equals(top)) {
            return new Attributes(Kind.FOLDER, snapshot.mode(), snapshot.mtimeNanos(), 0);
        }
        TreeEntry entry = entry(path);
        Kind kind =
                switch (entry) {
                    case FileEntry f -> Kind.FILE;
                    case FolderEntry f -> Kind.FOLDER;
                    case LinkEntry l -> Kind.LINK;
                };
        long size = entry instanceof FileEntry file ? file.size() : 0;
        return new Attributes(kind, entry.mode(), entry.mtimeNanos(), size);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        if (entry(file) instanceof FileEntry stored) {
            return new StoredChannel(store, stored);
        }
        throw new NoSuchFileException(file.toString());
    }

    @Override
    public Path target(Path link) throws IOException {
        if (entry(link) instanceof LinkEntry stored) {
            return PathBytes.targetPath(stored.target());
        }
        throw new NoSuchFileException(link.toString());
    }
}
