package dev.engram.engram.internal.tree;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a snapshot holds beside tree and postings. Whatever its payload means, the files and trees
 * it needs stand in the open, so that checking, pruning and clearing keep them.
 *
 * @param kind what it is
 * @param files write-once files it needs
 * @param trees further trees it needs, each the chunks of its top node; their nodes and files are
 *     kept like those of the tree itself
 * @param payload what only its kind can read; not to be changed
 */
public record Extension(
        Kind kind, List<FileRef> files, List<List<ChunkRef>> trees, byte[] payload) {

    /** The kinds. A reader refuses a snapshot with a kind it does not know. */
    public enum Kind {
        /** The semantic channel. */
        SEMANTIC(1, "semantic"),
        /** Integer counters of folder nodes. */
        NODES(2, "nodes"),
        /** Texts and metadata of documents. */
        DOCUMENTS(3, "documents"),
        /** Paths that a repair could not save. */
        LOST(4, "lost");

        private final int code;
        private final String label;

        Kind(int code, String label) {
            this.code = code;
            this.label = label;
        }

        /** A word for messages. */
        public String label() {
            return label;
        }

        private static Kind read(ByteReader in) {
            int code = in.u8();
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw WorkbenchException.damaged(
                    "a snapshot has an extension of the unknown kind " + code,
                    "use the workbench that wrote it, or a newer one");
        }
    }

    public Extension {
        files = List.copyOf(files);
        trees = List.copyOf(trees);
    }

    void write(ByteWriter out) {
        ByteWriter block = new ByteWriter(64 + payload.length);
        block.varint(files.size());
        files.forEach(file -> file.write(block));
        block.varint(trees.size());
        trees.forEach(tree -> TreeNode.writeChunks(block, tree));
        block.block(payload);
        out.u8(kind.code).varint(block.size()).raw(block.array(), 0, block.size());
    }

    static Extension read(ByteReader in) {
        Kind kind = Kind.read(in);
        ByteReader block = new ByteReader(in.block(), "the " + kind.label + " of a snapshot");
        List<FileRef> files = new ArrayList<>();
        for (int i = block.count(FileRef.BYTES); i > 0; i--) {
            files.add(FileRef.read(block));
        }
        List<List<ChunkRef>> trees = new ArrayList<>();
        for (int i = block.count(1); i > 0; i--) {
            trees.add(TreeNode.readChunks(block));
        }
        byte[] payload = block.block();
        block.expectEnd();
        return new Extension(kind, files, trees, payload);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extension that
                && kind == that.kind
                && files.equals(that.files)
                && trees.equals(that.trees)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(payload) * 31 + files.hashCode();
    }

    @Override
    public String toString() {
        return kind.label + " (" + files.size() + " files, " + payload.length + " bytes)";
    }
}
