package dev.engram.engram.internal.bundle;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.HashedOutput;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreInput;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Takes write-once files over from one engram to another: as a further name of the same file where
 * the disk can do that and neither is encrypted, else as a copy, which is verified on the way.
 */
final class FileTransfer {

    private static final int PIECE_BYTES = 1 << 20;

    private final StoreFiles files;
    private final StoreLayout to;
    private long copiedBytes;

    /**
     * @param to has at least one file already, which tells whether it is encrypted
     */
    FileTransfer(StoreFiles files, StoreLayout to) {
        this.files = files;
        this.to = to;
    }

    /** Bytes that had to be copied. */
    long copiedBytes() {
        return copiedBytes;
    }

    void take(StoreLayout from, FileKind kind, Id id) throws IOException {
        Path target = to.path(kind, id);
        if (Files.exists(target)) {
            return;
        }
        if (from.isEncrypted() || to.isEncrypted() || !link(from.path(kind, id), target)) {
            copy(from, kind, id);
        }
    }

    private static boolean link(Path source, Path target) {
        try {
            Files.createLink(target, source);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another disk, or one without such names
        }
    }

    private void copy(StoreLayout from, FileKind kind, Id id) throws IOException {
        String name = from.display(kind, id);
        Id copied;
        try (StoreInput in = from.open(kind, id);
                HashedOutput out = new HashedOutput(files, to, kind)) {
            long size = in.size();
            for (long at = FileKind.HEADER_BYTES; at < size; ) {
                byte[] piece = new byte[(int) Math.min(PIECE_BYTES, size - at)];
                if (!in.read(piece, at)) {
                    throw damaged(name);
                }
                out.write(piece, 0, piece.length);
                at += piece.length;
            }
            copied = out.finish();
            copiedBytes += size;
        } catch (NoSuchFileException e) {
            throw damaged(name);
        }
        if (!copied.equals(id)) {
            throw damaged(name);
        }
    }

    private static WorkbenchException damaged(String name) {
        return WorkbenchException.damaged(
                "damaged: " + name + ": it is missing or not what was written",
                "what is lost and what makes it whole again: workbench engram check -e ENGRAM");
    }
}
