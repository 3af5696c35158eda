package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;

/** The running text of a document part. Table rows become lines, cells are set off by bars. */
final class DocxText implements SafeXml.Handler {

    private static final int BEGINNING = 4000;

    /** A paragraph being read; text boxes nest paragraphs in paragraphs. */
    private static final class Paragraph {
        private final StringBuilder text = new StringBuilder();
        private String style = "";
        private int level = -1;
    }

    private final SectionBuilder out;
    private final Map<String, Integer> styleLevels;
    private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
    private final Deque<StringBuilder> rows = new ArrayDeque<>();
    private final StringBuilder beginning = new StringBuilder();
    private boolean inText;
    private int skipped;
    private int line;

    DocxText(SectionBuilder out, Map<String, Integer> styleLevels) {
        this.out = out;
        this.styleLevels = styleLevels;
    }

    /** The first few thousand characters. */
    String beginning() {
        return beginning.toString();
    }

    @Override
    public void start(String name, XMLStreamReader xml) {
        if (skipped > 0 || skips(name)) {
            skipped++;
            return;
        }
        Paragraph paragraph = paragraphs.peekLast();
        switch (name) {
            case "p" -> paragraphs.addLast(new Paragraph());
            case "t" -> inText = paragraph != null;
            case "tr" -> rows.addLast(new StringBuilder());
            case "tc" -> {
                StringBuilder row = rows.peekLast();
                if (row != null && !row.isEmpty()) {
                    row.append(" | ");
                }
            }
            default -> {
                if (paragraph != null) {
                    inParagraph(name, xml, paragraph);
                }
            }
        }
    }

    /** Deleted text, field codes, the older twin of a drawing. */
    private static boolean skips(String name) {
        return switch (name) {
            case "del", "moveFrom", "instrText", "delInstrText", "Fallback" -> true;
            default -> false;
        };
    }

    private static void inParagraph(String name, XMLStreamReader xml, Paragraph paragraph) {
        switch (name) {
            case "pStyle" -> {
                String style = DocxStyles.attribute(xml, "val");
                paragraph.style = style == null ? "" : style;
            }
            case "outlineLvl" -> {
                String level = DocxStyles.attribute(xml, "val");
                paragraph.level = level == null ? -1 : DocxStyles.number(level) + 1;
            }
            case "tab", "ptab" -> paragraph.text.append('\t');
            case "br", "cr" -> paragraph.text.append('\n');
            case "noBreakHyphen" -> paragraph.text.append('-');
            default -> {
                // formatting
            }
        }
    }

    @Override
    public void end(String name) throws IOException {
        if (skipped > 0) {
            skipped--;
            return;
        }
        switch (name) {
            case "t" -> inText = false;
            case "p" -> {
                if (!paragraphs.isEmpty()) {
                    endParagraph(paragraphs.removeLast());
                }
            }
            case "tr" -> {
                if (!rows.isEmpty()) {
                    endRow(rows.removeLast().toString());
                }
            }
            case "tbl" -> blank();
            default -> {
                // nothing to close
            }
        }
    }

    @Override
    public void text(String text) {
        if (inText && skipped == 0 && !paragraphs.isEmpty()) {
            paragraphs.getLast().text.append(text);
        }
    }

    private void endParagraph(Paragraph paragraph) throws IOException {
        String text = paragraph.text.toString().strip();
        StringBuilder row = rows.peekLast();
        if (text.isEmpty()) {
            return;
        }
        if (row != null) {
            row.append(row.isEmpty() || row.charAt(row.length() - 1) == ' ' ? "" : " ");
            row.append(text.replace('\n', ' '));
            return;
        }
        int level = level(paragraph);
        if (level >= 0 && text.length() <= 300) {
            out.heading(level, text);
            for (String one : text.split("\n")) {
                out.headingLine(one, ++line);
            }
        } else {
            for (String one : text.split("\n")) {
                out.line(one, ++line, line);
            }
        }
        blank();
        remember(text);
    }

    private int level(Paragraph paragraph) {
        if (paragraph.level > 0 && paragraph.level <= 9) {
            return paragraph.level;
        }
        Integer known = styleLevels.get(paragraph.style);
        return known != null ? known : DocxStyles.levelOfName(paragraph.style);
    }

    private void endRow(String row) throws IOException {
        StringBuilder outer = rows.peekLast();
        if (outer != null) {
            outer.append(outer.isEmpty() ? "" : " ").append(row);
        } else if (!row.isBlank()) {
            out.line(row, ++line, line);
            remember(row);
        }
    }

    private void blank() throws IOException {
        out.line("", ++line, line);
    }

    private void remember(String text) {
        if (beginning.length() < BEGINNING) {
            beginning.append(text, 0, Math.min(text.length(), BEGINNING)).append('\n');
        }
    }
}
