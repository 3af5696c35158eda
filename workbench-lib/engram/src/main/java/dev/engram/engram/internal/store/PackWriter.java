package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one pack: header, frames, table, tail. Not thread-safe. */
public final class PackWriter implements Closeable {

    /** Table length, table checksum, closing magic. */
    static final int TAIL_BYTES = 16;

    static final long TAIL_MAGIC = 0x444E454B43415045L;

    private final HashedOutput output;
    private final List<PackTable.Frame> frames = new ArrayList<>();

    public PackWriter(StoreFiles files, StoreLayout layout) throws IOException {
        output = new HashedOutput(files, layout, FileKind.PACK);
    }

    /** Appends a frame whose bytes are {@code stored[0..length)}. */
    public void frame(byte[] stored, int length, int rawBytes, List<PackTable.Chunk> chunks)
            throws IOException {
        int checksum = Frames.checksum(stored, 0, length);
        frames.add(
                new PackTable.Frame(
                        output.position(), length, rawBytes, checksum, List.copyOf(chunks)));
        output.write(stored, 0, length);
    }

    /** Bytes written so far. */
    public long size() {
        return output.position();
    }

    /** Writes the table, forces the pack and returns what it holds. */
    public Pack finish() throws IOException {
        ByteWriter table = new ByteWriter(4096);
        PackTable content = new PackTable(frames);
        content.write(table);
        int length = table.size();
        table.u32(length).u32(Frames.checksum(table.array(), 0, length)).u64(TAIL_MAGIC);
        output.write(table);
        long size = output.position();
        return new Pack(output.finish(), size, content);
    }

    @Override
    public void close() throws IOException {
        output.close();
    }

    /**
     * A finished pack.
     *
     * @param id its name
     * @param sizeBytes its length on disk
     * @param table what it holds
     */
    public record Pack(Id id, long sizeBytes, PackTable table) {}
}
