package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Small write-once files that are read as a whole; their name is verified on every reading. */
public final class MetaFile {

    private MetaFile() {}

    /**
     * What a file holds.
     *
     * @param version of its format
     * @param in reads what stands behind the header
     */
    public record Content(int version, ByteReader in) {}

    /** Writes header and content; returns the name. */
    public static Id write(StoreFiles files, StoreLayout layout, FileKind kind, ByteWriter content)
            throws IOException {
        try (HashedOutput file = new HashedOutput(files, layout, kind)) {
            file.write(content);
            return file.finish();
        }
    }

    /** A reader behind the header of a file whose SHA-256 is its name. */
    public static ByteReader read(StoreLayout layout, FileKind kind, Id id) throws IOException {
        return open(layout, kind, id).in();
    }

    /** The content of a file whose SHA-256 is its name, and its version. */
    public static Content open(StoreLayout layout, FileKind kind, Id id) throws IOException {
        String name = layout.display(kind, id);
        byte[] bytes;
        try {
            bytes = layout.readAll(kind, id);
        } catch (NoSuchFileException e) {
            throw damaged(layout, name, "it is missing");
        }
        if (!Id.hash(bytes).equals(id)) {
            throw damaged(layout, name, "its content is not what was written");
        }
        int version = kind.versionOf(bytes);
        if (version == 0) {
            throw damaged(layout, name, "it is of another kind");
        }
        if (version > kind.version()) {
            throw RootFile.newer(name, version, kind.version());
        }
        int header = FileKind.HEADER_BYTES;
        return new Content(version, new ByteReader(bytes, header, bytes.length - header, name));
    }

    private static WorkbenchException damaged(StoreLayout layout, String name, String problem) {
        return WorkbenchException.damaged(
                "damaged: " + name + ": " + problem,
                "find out what is lost: workbench engram check -e " + layout.folder());
    }
}
