package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AsciiDoc: {@code =} headings outside delimited blocks, and the document header. */
final class AsciiDocReader implements LineReader {

    private static final Pattern HEADING = Pattern.compile("(={1,6}|#{1,6})[ \\t]+(\\S.*)");
    private static final Pattern BLOCK =
            Pattern.compile("(-{4,}|\\.{4,}|\\+{4,}|/{4,}|`{3,}\\w*|[|,:!]={3,})\\s*");
    private static final Pattern ATTRIBUTE = Pattern.compile(":([A-Za-z0-9_-]+):\\s*(.*)");
    private static final Pattern AUTHOR =
            Pattern.compile("(\\p{L}[\\p{L}_.'-]*(?: [\\p{L}_.'-]+){0,3})(?: <[^>]*>)?");
    private static final Pattern REVISION =
            Pattern.compile("(?:v[\\w.]+,\\s*)?(\\d{4}-\\d\\d-\\d\\d)(?::.*)?");

    @Override
    public void read(List<String> lines, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        String block = "";
        boolean header = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher heading = HEADING.matcher(line);
            if (BLOCK.matcher(line).matches()) {
                block = block(block, line.strip());
                out.line(line, i + 1, i + 1);
            } else if (block.isEmpty() && heading.matches()) {
                int level = heading.group(1).length();
                if (level == 1) {
                    metadata.title(heading.group(2));
                    header = true;
                }
                out.heading(level, heading.group(2));
                out.headingLine(line, i + 1);
            } else {
                header &= !line.isBlank();
                if (header) {
                    header(line, metadata);
                }
                out.line(line, i + 1, i + 1);
            }
        }
    }

    /** The delimiter of the block that is open after this one; only its twin closes it. */
    private static String block(String open, String delimiter) {
        if (open.isEmpty()) {
            return delimiter;
        }
        boolean backticks = open.startsWith("```") && delimiter.equals("```");
        return open.equals(delimiter) || backticks ? "" : open;
    }

    private static void header(String line, MetadataDraft metadata) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        Matcher revision = REVISION.matcher(line.strip());
        if (attribute.matches()) {
            metadata.field(attribute.group(1), attribute.group(2));
        } else if (revision.matches()) {
            metadata.date(revision.group(1));
        } else if (!line.startsWith("//") && !metadata.hasAuthors()) {
            for (String author : line.split(";")) {
                Matcher matcher = AUTHOR.matcher(author.strip());
                if (matcher.matches()) {
                    metadata.author(matcher.group(1).replace('_', ' '));
                }
            }
        }
    }
}
