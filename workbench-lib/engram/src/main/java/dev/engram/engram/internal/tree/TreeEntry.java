package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.Id;
import java.util.List;

/** One name in a folder. Names and link targets are bytes, as file systems have them. */
public sealed interface TreeEntry {

    /** The name, without separators. */
    byte[] name();

    /** Permission bits, with set-user-id, set-group-id and sticky; 12 bits. */
    int mode();

    /** Modification time in nanoseconds since 1970. */
    long mtimeNanos();

    /**
     * A regular file.
     *
     * @param size in bytes, the sum of the chunks' lengths
     * @param chunks its content in order
     */
    record FileEntry(byte[] name, int mode, long mtimeNanos, long size, List<ChunkRef> chunks)
            implements TreeEntry {}

    /**
     * A folder.
     *
     * @param node the chunks of its {@link TreeNode}, nearly always one
     */
    record FolderEntry(byte[] name, int mode, long mtimeNanos, List<ChunkRef> node)
            implements TreeEntry {}

    /**
     * A symbolic link.
     *
     * @param target what it holds, never resolved
     */
    record LinkEntry(byte[] name, int mode, long mtimeNanos, byte[] target) implements TreeEntry {}

    /**
     * @param id SHA-256 of the content
     * @param length in bytes
     */
    record ChunkRef(Id id, int length) {}
}
