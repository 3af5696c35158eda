package dev.engram.engram.internal.repair;

import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Reads a stored file chunk by chunk, one after the other. Not thread-safe. */
final class StoredChannel extends FileChannel {

    private final ChunkStore store;
    private final FileEntry file;
    private long position;

    /** Where the next chunk begins, and its number. */
    private long nextAt;

    private int next;
    private byte[] chunk = new byte[0];

    StoredChannel(ChunkStore store, FileEntry file) {
        this.store = store;
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (position >= nextAt && next < file.chunks().size()) {
            ChunkRef ref = file.chunks().get(next++);
            chunk = store.read(ref.id());
            nextAt += ref.length();
        }
        if (position >= nextAt) {
            return -1;
        }
        int from = (int) (position - (nextAt - chunk.length));
        int count = Math.min(target.remaining(), chunk.length - from);
        target.put(chunk, from, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public FileChannel position(long newPosition) {
        if (newPosition < position) {
            next = 0;
            nextAt = 0;
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    protected void implCloseChannel() {}

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw readOnlyInOrder();
    }

    @Override
    public int read(ByteBuffer target, long from) {
        throw readOnlyInOrder();
    }

    @Override
    public int write(ByteBuffer source) {
        throw readOnlyInOrder();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw readOnlyInOrder();
    }

    @Override
    public int write(ByteBuffer source, long to) {
        throw readOnlyInOrder();
    }

    @Override
    public FileChannel truncate(long size) {
        throw readOnlyInOrder();
    }

    @Override
    public void force(boolean metadata) {}

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) {
        throw readOnlyInOrder();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long to, long count) {
        throw readOnlyInOrder();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long size) {
        throw readOnlyInOrder();
    }

    @Override
    public FileLock lock(long from, long size, boolean shared) {
        throw readOnlyInOrder();
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) {
        throw readOnlyInOrder();
    }

    private static UnsupportedOperationException readOnlyInOrder() {
        return new UnsupportedOperationException("stored files are read from begin to end only");
    }
}
