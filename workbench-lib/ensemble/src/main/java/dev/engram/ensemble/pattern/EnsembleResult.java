package dev.engram.ensemble.pattern;

import static dev.engram.base.Markup.escape;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.base.Rich;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an ensemble answered.
 *
 * @param pattern how the models worked
 * @param taskType what kind of task the classifier takes it for
 * @param confidence how sure the classifier is, 0 to 1
 * @param answer the answers put together
 * @param parts what each model contributed, in order
 * @param merged how they were put together, in plain words
 * @param millis from the request to the last answer
 * @param streamed whether the answer was shown while it was written; then it is not shown again
 */
public record EnsembleResult(
        Pattern pattern,
        String taskType,
        double confidence,
        String answer,
        List<Part> parts,
        String merged,
        double millis,
        @JsonIgnore boolean streamed)
        implements Rich {

    public EnsembleResult {
        parts = List.copyOf(parts);
    }

    /** The same result, marked as shown already or not. */
    public EnsembleResult withStreamed(boolean shown) {
        return new EnsembleResult(
                pattern, taskType, confidence, answer, parts, merged, millis, shown);
    }

    private static String line(Part part) {
        return part.answered()
                ? String.format(
                        Locale.ROOT,
                        "%s: %s (pool %s), %d tokens in %.1f s%s%s",
                        part.name(),
                        part.model(),
                        part.pool(),
                        part.completionTokens(),
                        part.millis() / 1000,
                        part.tries() > 1 ? ", " + part.tries() + " tries" : "",
                        part.fallback() ? ", fallback" : "")
                : part.name() + ": failed: " + part.problem();
    }

    @Override
    @JsonIgnore
    public Map<String, Object> mimeBundle() {
        StringBuilder html = new StringBuilder();
        if (pattern == Pattern.COMPARE && parts.size() > 1) {
            html.append("<table><tr>");
            parts.forEach(p -> html.append("<th>").append(escape(p.name())).append("</th>"));
            html.append("</tr><tr>");
            for (Part part : parts) {
                html.append("<td style=\"white-space:pre-wrap;text-align:left;")
                        .append("vertical-align:top\">")
                        .append(escape(part.answered() ? part.text() : part.problem()))
                        .append("</td>");
            }
            html.append("</tr></table>");
        } else if (!streamed) {
            html.append("<div style=\"white-space:pre-wrap\">")
                    .append(escape(answer))
                    .append("</div>");
        }
        html.append("<p><small>").append(escape(summary())).append("</small></p><ul>");
        parts.forEach(
                p -> html.append("<li><small>").append(escape(line(p))).append("</small></li>"));
        return Map.of("text/html", html.append("</ul>").toString());
    }

    private String summary() {
        return String.format(
                Locale.ROOT, "%s (%.2f); %s; %.1f s", taskType, confidence, merged, millis / 1000);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!streamed) {
            text.append(answer).append("\n\n");
        }
        text.append(summary());
        parts.forEach(p -> text.append("\n  ").append(line(p)));
        return text.toString();
    }
}
