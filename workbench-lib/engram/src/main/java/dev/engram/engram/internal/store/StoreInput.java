package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * The content of a file of an engram, at any offset: what its format defines, whether it lies on
 * the disk like that or sealed. Thread-safe.
 */
public interface StoreInput extends Closeable {

    /** Length of the content in bytes. */
    long size() throws IOException;

    /**
     * Fills {@code target} from a position.
     *
     * @return false if the content ends before
     * @throws dev.engram.base.WorkbenchException DAMAGED if a sealed piece is not what was sealed
     */
    boolean read(byte[] target, long offset) throws IOException;

    /** The whole content, for the life of {@code arena}. */
    MemorySegment map(Arena arena) throws IOException;

    /** The content as it lies on the disk. */
    record Plain(FileChannel channel) implements StoreInput {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public boolean read(byte[] target, long offset) throws IOException {
            return fill(channel, ByteBuffer.wrap(target), offset);
        }

        @Override
        public MemorySegment map(Arena arena) throws IOException {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /**
     * The SHA-256 of a content.
     *
     * @param read is told the count of bytes of each part that was read
     */
    static Id hash(StoreInput input, LongConsumer read) throws IOException {
        MessageDigest digest = Id.sha256();
        long size = input.size();
        byte[] buffer = new byte[(int) Math.min(size, 1 << 18)];
        for (long at = 0; at < size; at += buffer.length) {
            if (size - at < buffer.length) {
                buffer = new byte[(int) (size - at)];
            }
            input.read(buffer, at);
            digest.update(buffer);
            read.accept(buffer.length);
        }
        return Id.of(digest.digest(), 0);
    }

    /** Fills a buffer from a position; false if the file ends before. */
    static boolean fill(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }
}
