package dev.engram.engram;

import static dev.engram.base.Markup.escape;

import dev.engram.base.Rich;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The answer to a query, best first.
 *
 * @param hits none where nothing was found
 * @param note shown instead where there are no hits, or none that is relevant; else empty
 * @param folders that were searched, best first, if the search chose some; the top folder is empty
 * @param relevant whether the hits answer the query, as far as can be told; if not they are only
 *     the nearest there are
 */
public record Hits(List<Hit> hits, String note, List<String> folders, boolean relevant)
        implements Iterable<Hit>, Rich {

    static final String NOTHING = "nothing found";

    private static final int TEXT_LINES = 4;
    private static final int TEXT_WIDTH = 110;
    private static final int HTML_CHARACTERS = 1200;

    public Hits {
        hits = List.copyOf(hits);
        folders = List.copyOf(folders);
    }

    public Hits(List<Hit> hits, String note) {
        this(hits, note, List.of(), !hits.isEmpty());
    }

    public Hits(List<Hit> hits) {
        this(hits, hits.isEmpty() ? NOTHING : "");
    }

    /** The same hits, shown whether or not they are relevant. */
    public Hits anyway() {
        return new Hits(hits, hits.isEmpty() ? NOTHING : "", folders, !hits.isEmpty());
    }

    @Override
    public Iterator<Hit> iterator() {
        return hits.iterator();
    }

    public int size() {
        return hits.size();
    }

    /** The best hit; fails if there is none. */
    public Hit first() {
        return hits.getFirst();
    }

    @Override
    public String toString() {
        if (!relevant) {
            return note;
        }
        StringBuilder out = new StringBuilder();
        for (Hit hit : hits) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%2d. %s:%d-%d%s  (%.2f)%n",
                            hit.rank(),
                            hit.file(),
                            hit.startLine(),
                            hit.endLine(),
                            hit.place().isEmpty() ? "" : ", " + hit.place(),
                            hit.score()));
            hit.text()
                    .lines()
                    .limit(TEXT_LINES)
                    .forEach(
                            line ->
                                    out.append("      ")
                                            .append(
                                                    line.length() > TEXT_WIDTH
                                                            ? line.substring(0, TEXT_WIDTH) + "…"
                                                            : line)
                                            .append(System.lineSeparator()));
        }
        return out.append(searched()).toString().stripTrailing();
    }

    private String searched() {
        return folders.isEmpty()
                ? ""
                : "searched in: "
                        + folders.stream()
                                .map(folder -> folder.isEmpty() ? "." : folder)
                                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> mimeBundle() {
        return Map.of("text/html", html());
    }

    private String html() {
        if (!relevant) {
            return "<p><em>" + escape(note) + "</em></p>";
        }
        StringBuilder out =
                new StringBuilder(
                        "<table class=\"engram-hits\"><thead><tr><th>#</th><th>score</th>"
                                + "<th style=\"text-align:left\">passage</th></tr></thead><tbody>");
        for (Hit hit : hits) {
            String text = hit.text();
            boolean cut = text.length() > HTML_CHARACTERS;
            out.append("<tr><td style=\"vertical-align:top\">")
                    .append(hit.rank())
                    .append("</td><td style=\"vertical-align:top\">")
                    .append(String.format(Locale.ROOT, "%.2f", hit.score()))
                    .append("</td><td style=\"text-align:left\"><code>")
                    .append(escape(hit.file()))
                    .append(':')
                    .append(hit.startLine())
                    .append('–')
                    .append(hit.endLine())
                    .append("</code> ")
                    .append(escape(hit.place()))
                    .append("<pre style=\"max-height:14em;overflow:auto;margin:4px 0\">")
                    .append(escape(cut ? text.substring(0, HTML_CHARACTERS) + "…" : text))
                    .append("</pre></td></tr>");
        }
        out.append("</tbody></table>");
        return folders.isEmpty()
                ? out.toString()
                : out.append("<p><em>").append(escape(searched())).append("</em></p>").toString();
    }
}
