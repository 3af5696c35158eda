package dev.engram.commands.view;

import static dev.engram.base.Markup.escape;

import java.util.ArrayList;
import java.util.List;

/** A table with a heading, as aligned text and as HTML. */
public final class TextTable {

    private static final int WIDEST_CELL = 60;

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these column names. */
    public TextTable(String... heading) {
        rows.add(List.of(heading));
    }

    /** Adds a row of as many cells as the heading has. */
    public TextTable row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Aligned columns; each line ends in a line break. Long cells are cut with an ellipsis. */
    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], TextWidth.of(cut(row.get(c))));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String cell = cut(row.get(c));
                line.append(cell).append(" ".repeat(widths[c] - TextWidth.of(cell) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** An HTML table; every cell is escaped. */
    public String html() {
        StringBuilder html = new StringBuilder("<table>");
        for (int r = 0; r < rows.size(); r++) {
            String cell = r == 0 ? "th" : "td";
            html.append("<tr>");
            for (String text : rows.get(r)) {
                html.append('<').append(cell).append(" style=\"text-align:left\">");
                html.append(escape(text)).append("</").append(cell).append('>');
            }
            html.append("</tr>");
        }
        return html.append("</table>").toString();
    }

    private static String cut(String text) {
        return TextWidth.cut(TextWidth.plain(text), WIDEST_CELL);
    }
}
