package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.ingest.Origin.Content;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads one file after the other: chunks to the store, passages to the index. One thread's. */
final class FileReaderTask {

    /** Longer text is stored, but not indexed. */
    static final int MAX_INDEXED_BYTES = 8 << 20;

    private static final int STREAM_BYTES = 4 << 20;

    private final FrameWriter frames;
    private final Optional<FileIndexer> indexer;
    private final StageClock clock;
    private byte[] window = new byte[0];

    FileReaderTask(FrameWriter frames, Optional<FileIndexer> indexer, StageClock clock) {
        this.clock = clock;
        this.frames = frames;
        this.indexer = indexer;
    }

    /** Stores and indexes a file, and sets its entry's content. */
    void read(SourceEntry file, Content content) throws IOException {
        Stage before = clock.enter(Stage.READ);
        try {
            if (file.attributes().size() > Chunker.WHOLE_BYTES) {
                readLong(file, content, 0, 0);
            } else {
                readShort(file, content);
            }
        } finally {
            clock.enter(before);
        }
    }

    /** Reads a short file straight into the frame, unless it is longer than it was. */
    private void readShort(SourceEntry file, Content in) throws IOException {
        byte[] buffer = frames.buffer();
        int at = frames.offset();
        int length = fill(in, buffer, at, at + Chunker.WHOLE_BYTES + 1);
        if (length > Chunker.WHOLE_BYTES) {
            readLong(file, in, at, length);
        } else if (length == 0) {
            file.setContent(List.of(), 0);
        } else {
            // the bytes stay where they are until the next file is read
            List<ChunkRef> content = List.of(frames.addInPlace(length));
            file.setContent(content, length);
            index(file, content, buffer, at, at + length);
        }
    }

    /**
     * @param from where its first bytes stand in the frame
     * @param begun how many were read already
     */
    private void readLong(SourceEntry file, Content in, int from, int begun) throws IOException {
        long expected = Math.max(begun, file.attributes().size());
        boolean whole = expected <= FileIndexer.mostBytes(PathBytes.text(file.name()));
        int capacity = whole ? Math.max(STREAM_BYTES, (int) expected + 1) : STREAM_BYTES;
        if (window.length < capacity) {
            window = new byte[capacity];
        }
        System.arraycopy(frames.buffer(), from, window, 0, begun);
        List<ChunkRef> chunks = new ArrayList<>();
        long total = 0;
        int filled = begun;
        boolean first = true;
        boolean all = false;
        boolean end = false;
        while (!end) {
            int target = whole && first ? capacity : Math.max(STREAM_BYTES, filled);
            filled += fill(in, window, filled, target);
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
    private static int fill(Content in, byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int count = in.read(bytes, at, to - at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return at - from;
    }
}
