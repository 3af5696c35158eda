package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.PassageLog;
import dev.engram.engram.internal.index.SegmentWriter;
import dev.engram.engram.internal.semantic.PassageEmbedder;
import dev.engram.engram.internal.semantic.SemanticWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers the workers' logs in the order of the tree and writes segments of them. Thread-safe. */
final class IndexCollector {

    /** Postings that make a segment: about 4 bytes of memory each while it is written. */
    static final int SEGMENT_POSTINGS = 24_000_000;

    /**
     * A segment and the file of its semantic trits.
     *
     * @param segment the segment
     * @param semantic its semantic trits, if they were made
     */
    record Fresh(SegmentWriter.Written segment, Optional<SemanticWriter.Written> semantic) {}

    private final StoreFiles files;
    private final StoreLayout layout;
    private final LexicalFormat format;
    private final Optional<PassageEmbedder> embedder;
    private final TreeMap<Long, PassageLog> waiting = new TreeMap<>();
    private final List<Fresh> written = new ArrayList<>();
    private long postings;

    /**
     * @param embedder makes semantic trits, if they are wanted now
     */
    IndexCollector(
            StoreFiles files,
            StoreLayout layout,
            LexicalFormat format,
            Optional<PassageEmbedder> embedder) {
        this.embedder = embedder;
        this.files = files;
        this.layout = layout;
        this.format = format;
    }

    LexicalFormat format() {
        return format;
    }

    Optional<PassageEmbedder> embedder() {
        return embedder;
    }

    /** Takes the log of a batch; writes a segment if enough has come together. */
    synchronized void add(long batch, PassageLog log) throws IOException {
        if (log.passages() == 0) {
            return;
        }
        waiting.put(batch, log);
        // four bytes of trits take the memory of a posting
        postings += log.postings() + log.semantic().size() / 4;
        if (postings >= SEGMENT_POSTINGS) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (!waiting.isEmpty()) {
            List<PassageLog> logs = List.copyOf(waiting.values());
            SegmentWriter.Written segment = new SegmentWriter(format, logs).write(files, layout);
            Optional<SemanticWriter.Written> semantic = Optional.empty();
            if (embedder.isPresent()) {
                semantic =
                        Optional.of(
                                SemanticWriter.write(
                                        files,
                                        layout,
                                        segment.id(),
                                        embedder.get().dimension(),
                                        (int) segment.passages(),
                                        logs.stream().map(PassageLog::semantic).toList()));
            }
            written.add(new Fresh(segment, semantic));
            waiting.clear();
            postings = 0;
        }
    }

    /** Writes what is left and returns all segments. */
    synchronized List<Fresh> finish() throws IOException {
        flush();
        return List.copyOf(written);
    }
}
