package dev.engram.commands.view;

import static dev.engram.base.Markup.escape;

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
            " style='vertical-align:top;white-space:pre-wrap;text-align:";

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

    private static String fields(Record one) {
        StringBuilder html = new StringBuilder("<table>");
        RecordFields.of(one)
                .forEach(
                        (name, value) -> {
                            html.append("<tr>");
                            appendCell(html, "th", name, false);
                            appendCell(html, "td", value, false);
                            html.append("</tr>");
                        });
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
        RecordFields.of(shown.getFirst())
                .forEach((name, value) -> appendCell(html, "th", name, value instanceof Number));
        html.append("</tr></thead><tbody>");
        for (Record row : shown) {
            html.append("<tr>");
            RecordFields.of(row)
                    .values()
                    .forEach(value -> appendCell(html, "td", value, value instanceof Number));
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
        List<String> lines = new ArrayList<>();
        RecordFields.of(whole)
                .forEach(
                        (name, value) -> {
                            if (value != null && !(value instanceof Iterable<?>)) {
                                lines.add(escape(name + ": " + text(value)));
                            }
                        });
        return lines.isEmpty() ? "" : "<div>" + String.join(" · ", lines) + "</div>";
    }

    private static void appendCell(
            StringBuilder html, String element, @Nullable Object value, boolean right) {
        String text = text(value);
        html.append('<').append(element).append(CELL).append(right ? "right" : "left").append("'>");
        html.append(
                text.length() <= MOST_CHARACTERS
                        ? escape(text)
                        : escape(text.substring(0, cut(text))) + "…");
        html.append("</").append(element).append('>');
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
        String format = "%.3e";
        if (size >= 1e-4 && size < 1e15) {
            format = size >= 1000 ? "%.1f" : size >= 1 ? "%.3f" : "%.4f";
        }
        return String.format(Locale.ROOT, format, value);
    }
}
