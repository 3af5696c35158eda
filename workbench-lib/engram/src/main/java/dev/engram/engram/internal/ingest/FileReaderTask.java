package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.SourceWalker;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one file after the other: chunks to the store, passages to the index. One thread's. */
final class FileReaderTask {

    /** Longer text is stored, but not indexed. */
    static final int MAX_INDEXED_BYTES = 8 << 20;

    private static final int STREAM_BYTES = 4 << 20;

    private final SourceFiles source;
    private final FrameWriter frames;
    private final Optional<FileIndexer> indexer;
    private final StageClock clock;
    private byte[] window = new byte[0];

    FileReaderTask(
            SourceFiles source,
            FrameWriter frames,
            Optional<FileIndexer> indexer,
            StageClock clock) {
        this.clock = clock;
        this.source = source;
        this.frames = frames;
        this.indexer = indexer;
    }

    /** Stores and indexes a file, and sets its entry's content. */
    void read(SourceEntry file) throws IOException {
        Stage before = clock.enter(Stage.READ);
        try (FileChannel channel = source.open(file.path())) {
            if (file.attributes().size() > Chunker.WHOLE_BYTES || !readWhole(file, channel)) {
                readLong(file, channel);
            }
        } catch (AccessDeniedException e) {
            throw SourceWalker.unreadable(file.path().toString(), e);
        } finally {
            clock.enter(before);
        }
    }

    /** Reads a short file straight into the frame; false if it is longer than it was. */
    private boolean readWhole(SourceEntry file, FileChannel channel) throws IOException {
        byte[] buffer = frames.buffer();
        int at = frames.offset();
        int length = fill(channel, buffer, at, at + Chunker.WHOLE_BYTES + 1);
        if (length > Chunker.WHOLE_BYTES) {
            channel.position(0);
            return false;
        }
        if (length == 0) {
            file.setContent(List.of(), 0);
            return true;
        }
        // the bytes stay where they are until the next file is read
        List<ChunkRef> content = List.of(frames.addInPlace(length));
        file.setContent(content, length);
        index(file, content, buffer, at, at + length);
        return true;
    }

    private void readLong(SourceEntry file, FileChannel channel) throws IOException {
        long expected = file.attributes().size();
        boolean whole = expected <= FileIndexer.mostBytes(PathBytes.text(file.name()));
        int capacity = whole ? Math.max(STREAM_BYTES, (int) expected + 1) : STREAM_BYTES;
        if (window.length < capacity) {
            window = new byte[capacity];
        }
        List<ChunkRef> chunks = new ArrayList<>();
        long total = 0;
        int filled = 0;
        boolean first = true;
        boolean all = false;
        boolean end = false;
        while (!end) {
            int target = whole && first ? capacity : Math.max(STREAM_BYTES, filled);
            int count = fill(channel, window, filled, target);
            filled += count;
            end = filled < target;
            all = first && end;
            first = false;
            int at = 0;
            while (at < filled && (end || filled - at >= Chunker.MAX_BYTES)) {
                int next = Chunker.end(window, at, filled);
                chunks.add(frames.add(window, at, next - at));
                at = next;
            }
            total += at;
            if (all) {
                index(file, chunks, window, 0, filled);
            }
            System.arraycopy(window, at, window, 0, filled - at);
            filled -= at;
        }
        if (!all) {
            indexer.ifPresent(FileIndexer::tooLong);
        }
        file.setContent(List.copyOf(chunks), total);
        if (window.length > 2 * STREAM_BYTES) {
            window = Arrays.copyOf(window, 0);
        }
    }

    private void index(SourceEntry file, List<ChunkRef> content, byte[] bytes, int from, int to)
            throws IOException {
        if (file.isPrevious(content)) {
            file.keepDocument();
        } else if (indexer.isPresent()) {
            indexer.get().index(file, bytes, from, to);
        }
    }

    /** Reads until {@code to} or the end; returns the number of bytes. */
    private static int fill(FileChannel channel, byte[] bytes, int from, int to)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, to - from);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                break;
            }
        }
        return buffer.position() - from;
    }
}
