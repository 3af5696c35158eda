package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.BitSet;

/** Files of a segment that no longer count, as a file of their own. */
public final class Deletions {

    private Deletions() {}

    /** Writes a set of file numbers and returns the name. */
    public static Id write(StoreFiles files, StoreLayout layout, BitSet deleted)
            throws IOException {
        ByteWriter out = new ByteWriter(64);
        out.varint(deleted.cardinality());
        int previous = -1;
        for (int f = deleted.nextSetBit(0); f >= 0; f = deleted.nextSetBit(f + 1)) {
            out.varint(f - previous - 1);
            previous = f;
        }
        return MetaFile.write(files, layout, FileKind.DELETIONS, out);
    }

    /**
     * Reads a set of file numbers.
     *
     * @param files number of files of the segment
     */
    public static BitSet read(StoreLayout layout, Id id, int files) throws IOException {
        ByteReader in = MetaFile.read(layout, FileKind.DELETIONS, id);
        BitSet deleted = new BitSet(files);
        int file = -1;
        for (int n = in.count(1); n > 0; n--) {
            file += in.varint(files) + 1;
            if (file >= files) {
                throw in.damaged("it names a file that the segment does not have");
            }
            deleted.set(file);
        }
        in.expectEnd();
        return deleted;
    }
}
