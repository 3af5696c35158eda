package dev.engram.commands.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.base.Markup;
import dev.engram.base.Rich;
import dev.engram.bench.Numbers;
import dev.engram.bench.Summary;
import dev.engram.bench.chart.Chart;
import dev.engram.commands.ExitStatus;
import dev.engram.commands.view.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * What running an experiment gave.
 *
 * @param experiment its name
 * @param question what it answers
 * @param folder where its records and charts lie
 * @param done runs measured now
 * @param skipped runs that had finished before
 * @param failed runs that failed now
 * @param problems why
 * @param summaries every metric of every variant
 * @param charts the charts drawn
 */
public record BenchResult(
        String experiment,
        String question,
        String folder,
        int done,
        int skipped,
        int failed,
        List<String> problems,
        List<Summary> summaries,
        List<Chart> charts)
        implements Rich, ExitStatus {

    @Override
    public int exitCode() {
        return failed == 0 ? 0 : 1;
    }

    private String head() {
        return "%s: %d runs measured, %d kept, %d failed · %s"
                .formatted(experiment, done, skipped, failed, folder);
    }

    private TextTable table() {
        TextTable table = new TextTable("metric", "variant", "value", "95 % interval", "n");
        for (Summary s : summaries) {
            table.row(
                    s.metric(),
                    s.variant(),
                    (Numbers.text(s.value()) + " " + s.unit()).strip(),
                    Numbers.text(s.low()) + " to " + Numbers.text(s.high()),
                    s.units() + " " + s.of().name().toLowerCase(java.util.Locale.ROOT));
        }
        return table;
    }

    @Override
    @JsonIgnore
    public Map<String, Object> mimeBundle() {
        StringBuilder html = new StringBuilder();
        html.append("<p><strong>").append(Markup.escape(question)).append("</strong><br>");
        html.append(Markup.escape(head())).append("</p>");
        problems.forEach(p -> html.append("<p>failed: ").append(Markup.escape(p)).append("</p>"));
        html.append(table().html());
        for (Chart chart : charts) {
            try {
                html.append("<div style=\"max-width:820px\">");
                html.append(Files.readString(chart.svg())).append("</div>");
            } catch (IOException e) {
                html.append("<p>").append(Markup.escape(chart.toString())).append("</p>");
            }
        }
        return Map.of("text/html", html.toString());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(head()).append('\n');
        problems.forEach(p -> text.append("failed: ").append(p).append('\n'));
        text.append(table());
        charts.forEach(c -> text.append("chart: ").append(c).append('\n'));
        return text.toString().stripTrailing();
    }
}
