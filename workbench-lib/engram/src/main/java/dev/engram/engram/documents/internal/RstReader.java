package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** reStructuredText: underlined titles, whose order of appearance gives their level; fields. */
final class RstReader implements LineReader {

    private static final String ADORNMENTS = "=-`:'\"~^_*+#<>.!$%&(),/;?@[\\]{|}";
    private static final Pattern FIELD = Pattern.compile(":([A-Za-z][\\w ]*):\\s+(.*)");

    @Override
    public void read(List<String> lines, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        List<String> styles = new ArrayList<>();
        int headingsSeen = 0;
        for (int i = 0; i < lines.size(); i++) {
            int height = titleHeight(lines, i);
            if (height > 0) {
                boolean overlined = height == 3;
                String title = lines.get(overlined ? i + 1 : i).strip();
                char sign = lines.get(i + height - 1).charAt(0);
                String style = (overlined ? "o" : "") + sign;
                if (!styles.contains(style)) {
                    styles.add(style);
                }
                if (headingsSeen++ == 0) {
                    metadata.title(title);
                }
                out.heading(styles.indexOf(style) + 1, title);
                for (int k = 0; k < height; k++) {
                    out.headingLine(lines.get(i + k), i + k + 1);
                }
                i += height - 1;
                continue;
            }
            Matcher field = FIELD.matcher(lines.get(i));
            if (headingsSeen <= 1 && field.matches()) {
                metadata.field(field.group(1).strip(), field.group(2));
            }
            out.line(lines.get(i), i + 1, i + 1);
        }
    }

    /** Lines that a title at {@code i} takes: 3 with an overline, 2 without, 0 if there is none. */
    private static int titleHeight(List<String> lines, int i) {
        if (i > 0 && !lines.get(i - 1).isBlank()) {
            return 0;
        }
        if (i + 2 < lines.size()
                && adornment(lines.get(i), 2)
                && !lines.get(i + 1).isBlank()
                && !adornment(lines.get(i + 1), 2)
                && lines.get(i + 2).stripTrailing().equals(lines.get(i).stripTrailing())) {
            return 3;
        }
        if (i + 1 < lines.size()) {
            String title = lines.get(i).stripTrailing();
            boolean text =
                    !title.isEmpty()
                            && !Character.isWhitespace(title.charAt(0))
                            && !adornment(title, 2);
            if (text && adornment(lines.get(i + 1), Math.min(title.length(), 4))) {
                return 2;
            }
        }
        return 0;
    }

    private static boolean adornment(String line, int atLeast) {
        String marks = line.stripTrailing();
        if (marks.length() < Math.max(atLeast, 2) || ADORNMENTS.indexOf(marks.charAt(0)) < 0) {
            return false;
        }
        return marks.chars().allMatch(c -> c == marks.charAt(0));
    }
}
