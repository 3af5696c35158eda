package dev.engram.engram.internal.extract;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkPlace;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Writes files, each chunk verified against its id. Serves one thread. */
final class FileOutput implements Closeable {

    private final ChunkStore chunks;
    private final Metadata metadata;
    private final MessageDigest digest = Id.sha256();
    private @Nullable ChunkPlace frameOf;
    private byte[] frame = new byte[0];

    FileOutput(ChunkStore chunks, Metadata metadata) {
        this.chunks = chunks;
        this.metadata = metadata;
    }

    void write(Path target, FileEntry entry) throws IOException {
        try (FileChannel channel = create(target)) {
            for (ChunkRef ref : entry.chunks()) {
                ChunkPlace place = load(ref);
                ByteBuffer content = ByteBuffer.wrap(frame, place.offset(), place.length());
                while (content.hasRemaining()) {
                    channel.write(content);
                }
            }
        }
        metadata.apply(target, entry.mode(), entry.mtimeNanos());
    }

    /** Loads the frame of a chunk, and verifies the chunk. */
    private ChunkPlace load(ChunkRef ref) throws IOException {
        ChunkPlace place = chunks.place(ref.id());
        if (frameOf == null
                || frameOf.frameOffset() != place.frameOffset()
                || !frameOf.pack().equals(place.pack())) {
            frame = chunks.uncachedFrame(place);
            frameOf = place;
        }
        if (place.length() != ref.length()
                || !Id.hash(digest, frame, place.offset(), place.length()).equals(ref.id())) {
            throw WorkbenchException.damaged(
                    "damaged: chunk " + ref.id() + " is not what was written",
                    "find out what is lost: workbench engram check -e ENGRAM");
        }
        return place;
    }

    /** Creates a new file; what has the name already is removed, never followed. */
    private static FileChannel create(Path target) throws IOException {
        try {
            return open(target);
        } catch (FileAlreadyExistsException e) {
            Extractor.clear(target);
            return open(target);
        }
    }

    private static FileChannel open(Path target) throws IOException {
        return FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        frame = new byte[0];
    }
}
