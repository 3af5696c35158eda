package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.PackTable;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of one folder, ordered by their names' bytes. Its SHA-256 covers everything below, so
 * equal folders have equal ids.
 *
 * @param entries ordered, names distinct
 */
public record TreeNode(List<TreeEntry> entries) {

    private static final int VERSION = 1;
    private static final int FILE = 0;
    private static final int FOLDER = 1;
    private static final int LINK = 2;
    private static final int MAX_NAME_BYTES = 4096;

    /** The canonical bytes. */
    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(64 + entries.size() * 80);
        out.u8('T').u8(VERSION).varint(entries.size());
        for (TreeEntry entry : entries) {
            out.u8(
                    switch (entry) {
                        case FileEntry f -> FILE;
                        case FolderEntry f -> FOLDER;
                        case LinkEntry l -> LINK;
                    });
            out.block(entry.name()).varint(entry.mode()).signed(entry.mtimeNanos());
            switch (entry) {
                case FileEntry file -> {
                    out.varint(file.size());
                    writeChunks(out, file.chunks());
                }
                case FolderEntry folder -> writeChunks(out, folder.node());
                case LinkEntry link -> out.block(link.target());
            }
        }
        return out.toByteArray();
    }

    /**
     * Reads a node; refuses names that could lead out of the folder, and entries out of order.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED
     */
    public static TreeNode read(byte[] bytes, String what) {
        ByteReader in = new ByteReader(bytes, what);
        if (in.u8() != 'T' || in.u8() != VERSION) {
            throw in.damaged("it is not a folder");
        }
        int count = in.count(6);
        List<TreeEntry> entries = new ArrayList<>(count);
        byte[] previous = new byte[0];
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            byte[] name = in.block();
            if (!validName(name) || Arrays.compareUnsigned(previous, name) >= 0) {
                throw in.damaged("a name is not allowed or out of order");
            }
            previous = name;
            int mode = in.varint(07777);
            long mtime = in.signed();
            entries.add(
                    switch (kind) {
                        case FILE -> file(in, name, mode, mtime);
                        case FOLDER -> new FolderEntry(name, mode, mtime, readChunks(in));
                        case LINK -> new LinkEntry(name, mode, mtime, linkTarget(in));
                        default -> throw in.damaged("an entry is of no known kind");
                    });
        }
        in.expectEnd();
        return new TreeNode(List.copyOf(entries));
    }

    private static FileEntry file(ByteReader in, byte[] name, int mode, long mtime) {
        long size = in.varint();
        List<ChunkRef> chunks = readChunks(in);
        if (size(chunks) != size) {
            throw in.damaged("a file's size is not that of its chunks");
        }
        return new FileEntry(name, mode, mtime, size, chunks);
    }

    /** Sum of the chunks' lengths in bytes. */
    public static long size(List<ChunkRef> chunks) {
        long total = 0;
        for (ChunkRef chunk : chunks) {
            total += chunk.length();
        }
        return total;
    }

    /** Writes a list of chunks. */
    public static void writeChunks(ByteWriter out, List<ChunkRef> chunks) {
        out.varint(chunks.size());
        for (ChunkRef chunk : chunks) {
            out.id(chunk.id()).varint(chunk.length());
        }
    }

    /** Reads a list of chunks. */
    public static List<ChunkRef> readChunks(ByteReader in) {
        int count = in.count(Id.BYTES + 1);
        List<ChunkRef> chunks = new ArrayList<>(count);
        for (int c = 0; c < count; c++) {
            chunks.add(new ChunkRef(in.id(), in.varint(PackTable.MAX_FRAME_BYTES)));
        }
        return List.copyOf(chunks);
    }

    private static byte[] linkTarget(ByteReader in) {
        byte[] target = in.block();
        if (target.length == 0 || indexOf(target, (byte) 0) >= 0) {
            throw in.damaged("a link has no target");
        }
        return target;
    }

    /** Whether a name is one name: not empty, not {@code .} or {@code ..}, no slash, no NUL. */
    public static boolean validName(byte[] name) {
        if (name.length == 0 || name.length > MAX_NAME_BYTES) {
            return false;
        }
        if (name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'))) {
            return false;
        }
        return indexOf(name, (byte) '/') < 0 && indexOf(name, (byte) 0) < 0;
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
