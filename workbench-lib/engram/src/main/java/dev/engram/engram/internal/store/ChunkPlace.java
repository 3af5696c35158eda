package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;

/**
 * Where a chunk lies.
 *
 * @param pack the pack
 * @param frameOffset byte offset of its frame in the pack
 * @param storedBytes length of the frame as stored; equal to {@code rawBytes} if not compressed
 * @param rawBytes length of the frame's content
 * @param checksum CRC32C of the frame as stored
 * @param offset of the chunk in the frame's content
 * @param length of the chunk
 */
public record ChunkPlace(
        Id pack,
        long frameOffset,
        int storedBytes,
        int rawBytes,
        int checksum,
        int offset,
        int length) {

    /** The frame alone: equal for all chunks of a frame. */
    ChunkPlace ofFrame() {
        return new ChunkPlace(pack, frameOffset, storedBytes, rawBytes, checksum, 0, 0);
    }
}
