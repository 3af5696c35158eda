package dev.engram.bench.report;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.engram.base.Markup;
import dev.engram.base.Rich;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A report that was built.
 *
 * @param file the HTML file; it needs no other file and no network
 * @param experiments names of the experiments it shows
 * @param runs runs it lists
 * @param charts charts it embeds
 * @param sizeBytes size of the file
 */
public record Report(
        @JsonSerialize(using = ToStringSerializer.class) Path file,
        List<String> experiments,
        int runs,
        int charts,
        long sizeBytes)
        implements Rich {

    @Override
    @com.fasterxml.jackson.annotation.JsonIgnore
    public Map<String, Object> mimeBundle() {
        String name = Markup.escape(file.toString());
        String link = Markup.escape(file.toUri().toString());
        return Map.of(
                "text/html",
                "<p>Report <a href=\"%s\"><code>%s</code></a>: %d experiments, %d runs, %d charts.</p>"
                        .formatted(link, name, experiments.size(), runs, charts));
    }

    @Override
    public String toString() {
        return "%s: %d experiments, %d runs, %d charts, %d kB"
                .formatted(file, experiments.size(), runs, charts, sizeBytes / 1000);
    }
}
