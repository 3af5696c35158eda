package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.List;

/** Finds the sections of a plain-text format. */
@FunctionalInterface
interface LineReader {

    /** Feeds every line, numbered from 1, to {@code out}. */
    void read(List<String> lines, SectionBuilder out, MetadataDraft metadata) throws IOException;
}
