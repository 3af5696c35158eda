package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.SectionFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Copies a segment, its files having other paths; passages and postings stay byte for byte. */
public final class SegmentPrefixer {

    private SegmentPrefixer() {}

    /**
     * @param from where the segment lies
     * @param path what becomes of a path; the order of the files stays
     * @return the name of the copy in {@code to}
     */
    public static Id write(
            StoreFiles files,
            StoreLayout to,
            StoreLayout from,
            Id segment,
            UnaryOperator<byte[]> path,
            Arena arena)
            throws IOException {
        SegmentReader reader = SegmentReader.open(from, segment, arena);
        List<byte[]> paths = new ArrayList<>(reader.files());
        for (int f = 0; f < reader.files(); f++) {
            paths.add(path.apply(reader.path(f)));
        }
        SectionFile.Mapped mapped =
                SectionFile.map(from, FileKind.SEGMENT, segment, SegmentWriter.SECTIONS, arena);
        try (SectionFile.Writer out = new SectionFile.Writer(files, to, FileKind.SEGMENT)) {
            for (int s = 0; s < SegmentWriter.SECTIONS; s++) {
                if (s == SegmentWriter.PATHS) {
                    out.section(SegmentWriter.paths(paths));
                } else {
                    byte[] bytes = mapped.sections().get(s).toArray(ValueLayout.JAVA_BYTE);
                    out.section(new ByteWriter(bytes.length).raw(bytes));
                }
            }
            return out.finish();
        }
    }
}
