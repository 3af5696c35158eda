package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.tree.SourceFiles.Attributes;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file, folder or link found on disk and on its way into a tree. The walker makes it, one worker
 * sets a file's content, the committing thread reads everything after the workers ended.
 */
public final class SourceEntry {

    private final @Nullable SourceEntry parent;
    private final Path path;
    private final byte[] name;
    private final Attributes attributes;

    /** Entries of a folder in the order of their names. */
    private List<SourceEntry> children = List.of();

    private byte[] linkTarget = new byte[0];
    private volatile List<TreeEntry.ChunkRef> chunks = List.of();
    private volatile long size;
    private volatile List<TreeEntry.ChunkRef> document = List.of();
    private Optional<List<TreeEntry.ChunkRef>> previous = Optional.empty();
    private List<TreeEntry.ChunkRef> previousDocument = List.of();
    private List<TreeEntry.ChunkRef> node = List.of();

    SourceEntry(@Nullable SourceEntry parent, Path path, byte[] name, Attributes attributes) {
        this.parent = parent;
        this.path = path;
        this.name = name;
        this.attributes = attributes;
    }

    public Path path() {
        return path;
    }

    public byte[] name() {
        return name;
    }

    public Attributes attributes() {
        return attributes;
    }

    public List<SourceEntry> children() {
        return children;
    }

    /** This folder and all below it, each before what it holds; a tree may be of any depth. */
    public List<SourceEntry> folders() {
        Deque<SourceEntry> todo = new ArrayDeque<>(List.of(this));
        List<SourceEntry> folders = new ArrayList<>();
        while (!todo.isEmpty()) {
            SourceEntry folder = todo.pop();
            folders.add(folder);
            for (SourceEntry child : folder.children) {
                if (child.attributes.kind() == SourceFiles.Kind.FOLDER) {
                    todo.push(child);
                }
            }
        }
        return folders;
    }

    void setChildren(List<SourceEntry> sorted) {
        children = sorted;
    }

    void setLinkTarget(byte[] target) {
        linkTarget = target;
    }

    public byte[] linkTarget() {
        return linkTarget;
    }

    /** Sets a file's content as read. */
    public void setContent(List<TreeEntry.ChunkRef> content, long bytes) {
        chunks = content;
        size = bytes;
    }

    /**
     * Sets what the file held in the snapshot before, before any worker sees the entry.
     *
     * @param record the record of its document, empty if there was none
     */
    public void setPrevious(List<TreeEntry.ChunkRef> before, List<TreeEntry.ChunkRef> record) {
        previous = Optional.of(before);
        previousDocument = record;
    }

    /** Sets the record of a file that is a document. */
    public void setDocument(List<TreeEntry.ChunkRef> record) {
        document = record;
    }

    /** Takes the record of the snapshot before, because the content is the same. */
    public void keepDocument() {
        document = previousDocument;
    }

    /** The record of a document; empty for other files. */
    public List<TreeEntry.ChunkRef> document() {
        return document;
    }

    /** Whether content is what the file held in the snapshot before. */
    public boolean isPrevious(List<TreeEntry.ChunkRef> content) {
        return previous.isPresent() && previous.get().equals(content);
    }

    /** Sets a folder's node after it was stored. */
    public void setNode(List<TreeEntry.ChunkRef> stored) {
        node = stored;
    }

    /** A folder's node; empty before it was stored. */
    public List<TreeEntry.ChunkRef> node() {
        return node;
    }

    public List<TreeEntry.ChunkRef> chunks() {
        return chunks;
    }

    /** Bytes read, which may differ from the size the walker saw. */
    public long size() {
        return size;
    }

    /** The path below the top folder, names joined by slashes; empty for the top. */
    public byte[] relative() {
        int length = 0;
        for (SourceEntry e = this; e.parent != null; e = e.parent) {
            length += e.name.length + 1;
        }
        if (length == 0) {
            return new byte[0];
        }
        byte[] joined = new byte[length - 1];
        int at = joined.length;
        for (SourceEntry e = this; e.parent != null; e = e.parent) {
            at -= e.name.length;
            System.arraycopy(e.name, 0, joined, at, e.name.length);
            if (at > 0) {
                joined[--at] = '/';
            }
        }
        return joined;
    }
}
