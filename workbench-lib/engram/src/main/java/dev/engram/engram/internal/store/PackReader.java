package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** Reads one pack. Thread-safe. */
public final class PackReader implements Closeable {

    private final StoreLayout layout;
    private final Id id;
    private final StoreInput input;

    /**
     * @throws WorkbenchException DAMAGED if the pack is missing
     */
    public PackReader(StoreLayout layout, Id id) throws IOException {
        this.layout = layout;
        this.id = id;
        try {
            input = layout.open(FileKind.PACK, id);
        } catch (NoSuchFileException e) {
            throw damaged("it is missing");
        }
    }

    private WorkbenchException damaged(String problem) {
        return WorkbenchException.damaged(
                "damaged: " + layout.display(FileKind.PACK, id) + ": " + problem,
                "find out what is lost: workbench engram check -e " + layout.folder());
    }

    /** The content of a frame; fails if it is damaged. */
    public byte[] frame(long offset, int storedBytes, int rawBytes, int checksum)
            throws IOException {
        byte[] stored = stored(offset, storedBytes);
        byte[] content = Frames.content(stored, rawBytes, checksum);
        if (content == null) {
            throw damaged("the frame at byte " + offset + " is not what was written");
        }
        return content;
    }

    /** The bytes of a frame as they lie in the pack, whether they are what was written or not. */
    public byte[] stored(long offset, int storedBytes) throws IOException {
        byte[] stored = new byte[storedBytes];
        if (!input.read(stored, offset)) {
            throw damaged("it ends before the frame at byte " + offset);
        }
        return stored;
    }

    /** Reads and verifies header, tail and table. */
    public PackTable table() throws IOException {
        long size = input.size();
        byte[] header = new byte[FileKind.HEADER_BYTES];
        byte[] tail = new byte[PackWriter.TAIL_BYTES];
        if (size < header.length + tail.length
                || !input.read(header, 0)
                || !Arrays.equals(header, FileKind.PACK.header())) {
            throw damaged("it does not begin as a pack");
        }
        input.read(tail, size - tail.length);
        ByteReader in = new ByteReader(tail, layout.display(FileKind.PACK, id));
        int length = in.u32();
        int checksum = in.u32();
        long dataEnd = size - tail.length - (length & 0xFFFFFFFFL);
        if (in.u64() != PackWriter.TAIL_MAGIC || length < 0 || dataEnd < header.length) {
            throw damaged("it does not end as a pack");
        }
        byte[] table = new byte[length];
        input.read(table, dataEnd);
        if (Frames.checksum(table, 0, length) != checksum) {
            throw damaged("its table is not what was written");
        }
        return PackTable.read(new ByteReader(table, layout.display(FileKind.PACK, id)), dataEnd);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
