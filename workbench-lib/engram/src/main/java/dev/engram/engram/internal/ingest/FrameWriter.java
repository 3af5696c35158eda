package dev.engram.engram.internal.ingest;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.store.PackTable;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers chunks into frames, compresses them and fills packs. Files can be read straight into its
 * buffer. Serves one thread.
 */
public final class FrameWriter implements Closeable {

    /**
     * A frame this long is closed: long enough to compress well, short enough to read one chunk.
     */
    static final int FRAME_BYTES = 256 << 10;

    /** A pack this long is closed. */
    static final long PACK_BYTES = 32L << 20;

    private static final int LEVEL = 1;

    private final PackSink sink;
    private final KnownChunks known;
    private final MessageDigest digest = Id.sha256();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
    private final byte[] frame = new byte[FRAME_BYTES + Chunker.MAX_BYTES];
    private final byte[] packed = new byte[(int) Zstd.compressBound(frame.length)];
    private final List<PackTable.Chunk> chunks = new ArrayList<>();
    private int used;
    private @Nullable PackWriter pack;

    private final StageClock clock;

    /** One whose time is not looked at. */
    public FrameWriter(PackSink sink, KnownChunks known) {
        this(sink, known, new StageClock(Stage.TREE));
    }

    FrameWriter(PackSink sink, KnownChunks known, StageClock clock) {
        this.clock = clock;
        this.sink = sink;
        this.known = known;
    }

    /** Where the next chunk may be read to directly, from {@link #offset} on. */
    byte[] buffer() {
        return frame;
    }

    /** First free byte of the buffer; at least {@link Chunker#MAX_BYTES} are free behind it. */
    int offset() {
        return used;
    }

    /** Stores the chunk that was read to {@link #buffer} at {@link #offset}. */
    ChunkRef addInPlace(int length) throws IOException {
        Id id = hash(frame, used, length);
        if (known.claim(id)) {
            keep(id, length);
        }
        return new ChunkRef(id, length);
    }

    /** Stores a chunk, unless it is known. */
    public ChunkRef add(byte[] bytes, int from, int length) throws IOException {
        Id id = hash(bytes, from, length);
        if (known.claim(id)) {
            System.arraycopy(bytes, from, frame, used, length);
            keep(id, length);
        }
        return new ChunkRef(id, length);
    }

    /** Stores content of any length, cut where files of that length are cut. */
    public List<ChunkRef> addAll(byte[] content) throws IOException {
        List<ChunkRef> refs = new ArrayList<>(1);
        for (int at = 0; at < content.length; ) {
            int end =
                    content.length <= Chunker.WHOLE_BYTES
                            ? content.length
                            : Chunker.end(content, at, content.length);
            refs.add(add(content, at, end - at));
            at = end;
        }
        return List.copyOf(refs);
    }

    private Id hash(byte[] bytes, int from, int length) {
        Stage before = clock.enter(Stage.HASH);
        Id id = Id.hash(digest, bytes, from, length);
        clock.enter(before);
        return id;
    }

    private void keep(Id id, int length) throws IOException {
        chunks.add(new PackTable.Chunk(id, length));
        used += length;
        if (used >= FRAME_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (chunks.isEmpty()) {
            return;
        }
        Stage before = clock.enter(Stage.COMPRESS);
        int length = zstd.compressByteArray(packed, 0, packed.length, frame, 0, used);
        clock.enter(Stage.WRITE);
        if (pack == null) {
            pack = sink.begin();
        }
        if (length < used) {
            pack.frame(packed, length, used, chunks);
        } else {
            pack.frame(frame, used, used, chunks);
        }
        used = 0;
        chunks.clear();
        if (pack.size() >= PACK_BYTES) {
            sink.end(pack);
            pack = null;
        }
        clock.enter(before);
    }

    /** Closes the frame and the pack; nothing can be added afterwards. */
    public void finish() throws IOException {
        flush();
        if (pack != null) {
            sink.end(pack);
            pack = null;
        }
    }

    /** Gives up what was not finished. */
    @Override
    public void close() throws IOException {
        zstd.close();
        if (pack != null) {
            pack.close();
            pack = null;
        }
    }
}
