package dev.engram.commands.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * HTML of a result: a record as a table of names and values, many records as a table with a row
 * each. Everything is escaped; colours are left to the page, so it reads in light and dark themes.
 */
public final class HtmlView {

    /** Rows shown unless told otherwise. */
    public static final int MOST_ROWS = 60;

    private static final int MOST_CHARACTERS = 400;
    private static final String CELL =
            "padding: 2px 8px; vertical-align: top; white-space: pre-wrap; text-align: ";

    private HtmlView() {}

    /**
     * HTML of a record, or of an {@link Iterable} record or collection of records; {@code null} for
     * any other value.
     */
    public static @Nullable String of(@Nullable Object value) {
        return of(value, MOST_ROWS);
    }

    /**
     * As {@link #of(Object)}.
     *
     * @param mostRows rows shown at most; what is left out is counted below the table
     */
    public static @Nullable String of(@Nullable Object value, int mostRows) {
        if (value instanceof Iterable<?> many
                && (value instanceof Record || value instanceof Collection)) {
            @Nullable String rows = rows(many, mostRows);
            if (rows != null) {
                return value instanceof Record whole ? rows + scalars(whole) : rows;
            }
        }
        return value instanceof Record one ? fields(one) : null;
    }

    /** Text with everything that HTML reads as markup replaced. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '$' -> out.append("&#36;"); // MathJax would read a pair of them as a formula
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static String fields(Record one) {
        StringBuilder html = new StringBuilder("<table>");
        List<String> names = RecordFields.names(one.getClass());
        List<@Nullable Object> values = RecordFields.values(one);
        for (int i = 0; i < names.size(); i++) {
            html.append("<tr><th style='")
                    .append(CELL)
                    .append("left'>")
                    .append(escape(names.get(i)));
            html.append("</th>");
            appendCell(html, values.get(i), false);
            html.append("</tr>");
        }
        return html.append("</table>").toString();
    }

    /** A table with a row for each record, or {@code null} where not all shown are one type. */
    private static @Nullable String rows(Iterable<?> many, int mostRows) {
        List<Record> shown = new ArrayList<>();
        Iterator<?> all = many.iterator();
        while (all.hasNext() && shown.size() < mostRows) {
            if (!(all.next() instanceof Record next)
                    || !shown.isEmpty() && next.getClass() != shown.getFirst().getClass()) {
                return null;
            }
            shown.add(next);
        }
        if (shown.isEmpty()) {
            return many instanceof Record ? "<em>none</em>" : null;
        }
        long more = 0;
        for (; all.hasNext(); more++) {
            all.next();
        }
        StringBuilder html = new StringBuilder("<table><thead><tr>");
        List<List<@Nullable Object>> table = shown.stream().map(RecordFields::values).toList();
        List<String> names = RecordFields.names(shown.getFirst().getClass());
        for (int i = 0; i < names.size(); i++) {
            html.append("<th style='").append(CELL);
            html.append(table.getFirst().get(i) instanceof Number ? "right" : "left");
            html.append("'>").append(escape(names.get(i))).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (List<@Nullable Object> row : table) {
            html.append("<tr>");
            row.forEach(cell -> appendCell(html, cell, true));
            html.append("</tr>");
        }
        html.append("</tbody></table>");
        if (more > 0) {
            html.append("<div>… and ").append(more).append(" more</div>");
        }
        return html.toString();
    }

    /** The components beside the list that an iterable record carries, such as a total. */
    private static String scalars(Record whole) {
        List<String> names = RecordFields.names(whole.getClass());
        List<@Nullable Object> values = RecordFields.values(whole);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!(values.get(i) instanceof Iterable<?>) && values.get(i) != null) {
                lines.add(escape(names.get(i) + ": " + text(values.get(i))));
            }
        }
        return lines.isEmpty() ? "" : "<div>" + String.join(" · ", lines) + "</div>";
    }

    private static void appendCell(
            StringBuilder html, @Nullable Object value, boolean alignNumbers) {
        boolean right = alignNumbers && value instanceof Number;
        html.append("<td style='").append(CELL).append(right ? "right" : "left").append("'>");
        String text = text(value);
        html.append(
                text.length() <= MOST_CHARACTERS
                        ? escape(text)
                        : escape(text.substring(0, cut(text))) + "…");
        html.append("</td>");
    }

    /** Where to cut so that no surrogate pair is torn. */
    private static int cut(String text) {
        return Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1))
                ? MOST_CHARACTERS - 1
                : MOST_CHARACTERS;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> optional -> text(optional.orElse(null));
            case Double d -> decimal(d);
            case Float f -> decimal(f.doubleValue());
            case Map<?, ?> map when map.isEmpty() -> "";
            case Collection<?> list when list.isEmpty() -> "";
            default -> String.valueOf(value);
        };
    }

    /** At most four significant digits after the point; whole numbers as such. */
    private static String decimal(double value) {
        if (!Double.isFinite(value) || value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f", value) : value + "";
        }
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT,
                size >= 1000 ? "%.1f" : size >= 1 ? "%.3f" : size >= 1e-4 ? "%.4f" : "%.3e",
                value);
    }
}
