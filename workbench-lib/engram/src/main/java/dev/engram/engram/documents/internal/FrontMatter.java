package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The block of simple YAML fields between {@code ---} lines at the head of a Markdown file. */
final class FrontMatter {

    private static final int MAX_LINES = 200;
    private static final Pattern FIELD = Pattern.compile("([A-Za-z_-]+)\\s*:\\s*(.*)");
    private static final Pattern ITEM = Pattern.compile("\\s*-\\s+(?:name\\s*:\\s*)?([^:]*?)\\s*");

    private FrontMatter() {}

    /** Reads the block if there is one; returns the index of the first line after it. */
    static int read(List<String> lines, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        int end = end(lines);
        String field = "";
        for (int i = 0; i < end; i++) {
            String line = lines.get(i);
            out.headingLine(line, i + 1);
            Matcher matcher = FIELD.matcher(line);
            Matcher item = ITEM.matcher(line);
            if (matcher.matches()) {
                field = matcher.group(1).toLowerCase(Locale.ROOT);
                values(field, matcher.group(2), metadata);
            } else if (item.matches() && (field.equals("author") || field.equals("authors"))) {
                metadata.author(unquote(item.group(1)));
            }
        }
        return end;
    }

    private static int end(List<String> lines) {
        if (!lines.isEmpty() && lines.getFirst().stripTrailing().equals("---")) {
            for (int i = 1; i < Math.min(lines.size(), MAX_LINES); i++) {
                String line = lines.get(i).stripTrailing();
                if (line.equals("---") || line.equals("...")) {
                    return i + 1;
                }
            }
        }
        return 0;
    }

    private static void values(String field, String value, MetadataDraft metadata) {
        if (value.startsWith("[") && value.endsWith("]")) {
            for (String one : value.substring(1, value.length() - 1).split(",")) {
                metadata.field(field, unquote(one.strip()));
            }
        } else {
            metadata.field(field, unquote(value.strip()));
        }
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
