package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;

/**
 * A write-once file that something needs.
 *
 * @param kind what it is
 * @param id its name
 */
public record FileRef(FileKind kind, Id id) {

    /** Bytes of a reference. */
    public static final int BYTES = 1 + Id.BYTES;

    /** Writes the kind's code and the name. */
    public void write(ByteWriter out) {
        out.u8(kind.code()).id(id);
    }

    /** Reads a reference; refuses kinds of files that this workbench does not know. */
    public static FileRef read(ByteReader in) {
        int code = in.u8();
        FileKind kind =
                FileKind.of(code)
                        .orElseThrow(
                                () -> in.damaged("it names a file of the unknown kind " + code));
        return new FileRef(kind, in.id());
    }
}
