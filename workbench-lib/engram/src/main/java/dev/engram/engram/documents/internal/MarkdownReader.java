package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown: {@code #} and underlined headings outside code, and front matter. */
final class MarkdownReader implements LineReader {

    private static final Pattern ATX = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*?))?[ \\t]*");
    private static final Pattern CLOSING_HASHES = Pattern.compile("(^|[ \\t]+)#+$");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)[ \\t]*");
    private static final Pattern NOT_A_PARAGRAPH =
            Pattern.compile(" {0,3}([>|]|[-*+][ \\t]|\\d{1,9}[.)][ \\t]).*|(\\t| {4}).*|\\s*");

    @Override
    public void read(List<String> lines, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        int first = FrontMatter.read(lines, out, metadata);
        String fence = "";
        boolean titled = false;
        for (int i = first; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher fenced = FENCE.matcher(line);
            if (fenced.matches()) {
                fence = fence(fence, fenced.group(1), fenced.group(2));
                out.line(line, i + 1, i + 1);
                continue;
            }
            Matcher atx = ATX.matcher(line);
            int underlined = underline(lines, i);
            if (fence.isEmpty() && atx.matches()) {
                String title = atx.group(2) == null ? "" : atx.group(2);
                title = CLOSING_HASHES.matcher(title).replaceFirst("");
                titled |= title(metadata, titled, atx.group(1).length(), title);
                out.heading(atx.group(1).length(), plain(title));
                out.headingLine(line, i + 1);
            } else if (fence.isEmpty() && underlined > 0) {
                titled |= title(metadata, titled, underlined, line.strip());
                out.heading(underlined, plain(line));
                out.headingLine(line, i + 1);
                out.headingLine(lines.get(i + 1), i + 2);
                i++;
            } else {
                out.line(line, i + 1, i + 1);
            }
        }
    }

    private static boolean title(MetadataDraft metadata, boolean titled, int level, String title) {
        if (!titled && level == 1) {
            metadata.title(plain(title));
        }
        return level == 1;
    }

    /** The fence that is open after this one. */
    private static String fence(String open, String marker, String info) {
        if (open.isEmpty()) {
            return marker.charAt(0) == '`' && info.indexOf('`') >= 0 ? "" : marker;
        }
        boolean closes =
                marker.charAt(0) == open.charAt(0)
                        && marker.length() >= open.length()
                        && info.isBlank();
        return closes ? "" : open;
    }

    /** 1 or 2 if line {@code i} is a one-line paragraph underlined as a heading, else 0. */
    private static int underline(List<String> lines, int i) {
        boolean begins = i == 0 || lines.get(i - 1).isBlank();
        if (!begins || i + 1 >= lines.size() || NOT_A_PARAGRAPH.matcher(lines.get(i)).matches()) {
            return 0;
        }
        String below = lines.get(i + 1);
        if (!UNDERLINE.matcher(below).matches()) {
            return 0;
        }
        return below.strip().charAt(0) == '=' ? 1 : 2;
    }

    /**
     * A heading without its markup: links become their text, emphasis and code lose their signs.
     */
    private static String plain(String heading) {
        return heading.replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .replaceAll("<[^>]{1,200}>", "")
                .replaceAll("[`*]|\\s*\\{#[^}]*\\}\\s*$", "")
                .strip();
    }
}
