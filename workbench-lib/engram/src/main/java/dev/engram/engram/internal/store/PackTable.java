package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pack holds, in the order of its bytes; stands at the pack's end.
 *
 * @param frames the frames
 */
public record PackTable(List<Frame> frames) {

    /** The longest frame content; a reader refuses more before it allocates anything. */
    public static final int MAX_FRAME_BYTES = 4 << 20;

    /**
     * A run of chunks compressed together.
     *
     * @param offset byte offset in the pack
     * @param storedBytes length as stored; equal to {@code rawBytes} if not compressed
     * @param rawBytes length of the content
     * @param checksum CRC32C of the stored bytes
     * @param chunks the chunks, which follow each other without gaps
     */
    public record Frame(
            long offset, int storedBytes, int rawBytes, int checksum, List<Chunk> chunks) {}

    /**
     * @param id SHA-256 of the content
     * @param length in bytes
     */
    public record Chunk(Id id, int length) {}

    void write(ByteWriter out) {
        out.varint(frames.size());
        for (Frame frame : frames) {
            out.varint(frame.storedBytes).varint(frame.rawBytes).u32(frame.checksum);
            out.varint(frame.chunks.size());
            for (Chunk chunk : frame.chunks) {
                out.id(chunk.id).varint(chunk.length);
            }
        }
    }

    /**
     * @param dataEnd byte offset where the frames end in the pack
     */
    static PackTable read(ByteReader in, long dataEnd) {
        int count = in.count(7);
        List<Frame> frames = new ArrayList<>(count);
        long offset = FileKind.HEADER_BYTES;
        for (int f = 0; f < count; f++) {
            int stored = in.varint(MAX_FRAME_BYTES);
            int raw = in.varint(MAX_FRAME_BYTES);
            int checksum = in.u32();
            int chunkCount = in.count(Id.BYTES + 1);
            List<Chunk> chunks = new ArrayList<>(chunkCount);
            long total = 0;
            for (int c = 0; c < chunkCount; c++) {
                Id id = in.id();
                int length = in.varint(MAX_FRAME_BYTES);
                chunks.add(new Chunk(id, length));
                total += length;
            }
            if (total != raw || stored > raw) {
                throw in.damaged("the lengths of a frame contradict each other");
            }
            frames.add(new Frame(offset, stored, raw, checksum, chunks));
            offset += stored;
        }
        in.expectEnd();
        if (offset != dataEnd) {
            throw in.damaged("the frames do not fill the pack");
        }
        return new PackTable(frames);
    }
}
