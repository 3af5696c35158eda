package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.PassageLog;
import dev.engram.engram.internal.index.SegmentWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Gathers the workers' logs in the order of the tree and writes segments of them. Thread-safe. */
final class IndexCollector {

    /** Postings that make a segment: about 4 bytes of memory each while it is written. */
    static final int SEGMENT_POSTINGS = 24_000_000;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final LexicalFormat format;
    private final TreeMap<Long, PassageLog> waiting = new TreeMap<>();
    private final List<SegmentWriter.Written> written = new ArrayList<>();
    private long postings;

    IndexCollector(StoreFiles files, StoreLayout layout, LexicalFormat format) {
        this.files = files;
        this.layout = layout;
        this.format = format;
    }

    LexicalFormat format() {
        return format;
    }

    /** Takes the log of a batch; writes a segment if enough has come together. */
    synchronized void add(long batch, PassageLog log) throws IOException {
        if (log.passages() == 0) {
            return;
        }
        waiting.put(batch, log);
        postings += log.postings();
        if (postings >= SEGMENT_POSTINGS) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (!waiting.isEmpty()) {
            written.add(
                    new SegmentWriter(format, List.copyOf(waiting.values())).write(files, layout));
            waiting.clear();
            postings = 0;
        }
    }

    /** Writes what is left and returns all segments. */
    synchronized List<SegmentWriter.Written> finish() throws IOException {
        flush();
        return List.copyOf(written);
    }
}
