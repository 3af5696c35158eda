package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.List;

/** Plain text: paragraphs; form feeds separate pages. */
final class PlainReader implements LineReader {

    @Override
    public void read(List<String> lines, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        boolean paged = lines.stream().anyMatch(line -> line.indexOf('\f') >= 0);
        int page = 1;
        if (paged) {
            out.page(page);
        }
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split("\f", -1);
            for (int k = 0; k < parts.length; k++) {
                if (k > 0) {
                    out.page(++page);
                }
                out.line(parts[k], i + 1, i + 1);
            }
        }
    }
}
