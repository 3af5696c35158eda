package dev.engram.engram.internal.semantic;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.SectionFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.List;

/** Writes the semantic trits of one segment's passages. */
public final class SemanticWriter {

    /** Sections, in order; see docs/engram-format.md. */
    static final int META = 0;

    static final int ROWS = 1;
    static final int SECTIONS = 2;

    private SemanticWriter() {}

    /**
     * @param id name of the file
     * @param sizeBytes its length
     */
    public record Written(Id id, long sizeBytes) {}

    /**
     * Writes the trits of a segment.
     *
     * @param segment the segment whose passages these are
     * @param dimension of the trits
     * @param passages in that segment
     * @param logs trits of its first passages, of all where all are embedded, in their order
     */
    public static Written write(
            StoreFiles files,
            StoreLayout layout,
            Id segment,
            int dimension,
            int passages,
            List<PassageTrits> logs)
            throws IOException {
        int covered = logs.stream().mapToInt(PassageTrits::passages).sum();
        if (covered > passages) {
            throw new IllegalArgumentException(covered + " of " + passages + " passages");
        }
        ByteWriter meta = new ByteWriter(64);
        meta.id(segment).varint(dimension).varint(passages).varint(covered);
        ByteWriter rows = new ByteWriter(logs.stream().mapToInt(PassageTrits::size).sum());
        logs.forEach(log -> rows.raw(log.rows(), 0, log.size()));
        try (SectionFile.Writer out = new SectionFile.Writer(files, layout, FileKind.SEMANTIC)) {
            out.section(meta);
            out.section(rows);
            long size = out.size();
            return new Written(out.finish(), size);
        }
    }
}
