package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * Writes one write-once file: under a temporary name at first, then, forced to the disk, under the
 * SHA-256 of its content, or what stands for it in an encrypted engram. Not thread-safe.
 */
public final class HashedOutput implements Closeable {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final FileKind kind;
    private final Path temporary;
    private final StoreOutput output;
    private final MessageDigest digest = Id.sha256();
    private long position;
    private boolean done;

    public HashedOutput(StoreFiles files, StoreLayout layout, FileKind kind) throws IOException {
        this.files = files;
        this.layout = layout;
        this.kind = kind;
        this.temporary = layout.temporary().resolve(UUID.randomUUID() + kind.extension());
        this.output = layout.output(files, temporary, kind.code());
        byte[] header = kind.header();
        write(header, 0, header.length);
    }

    public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        position += length;
    }

    public void write(ByteWriter bytes) throws IOException {
        write(bytes.array(), 0, bytes.size());
    }

    /** Bytes written so far, header included. */
    public long position() {
        return position;
    }

    /** Forces the content, gives the file its final name and returns it. */
    public Id finish() throws IOException {
        Id id = Id.of(digest.digest(), 0);
        output.end(layout.name(kind, id));
        files.move(temporary, layout.path(kind, id));
        done = true;
        return id;
    }

    /** Gives the file up unless it was finished. */
    @Override
    public void close() throws IOException {
        if (!done) {
            done = true;
            output.close();
            files.delete(temporary);
        }
    }
}
