package dev.engram.bench.report;

import static dev.engram.base.Markup.escape;

import dev.engram.bench.Comparison;
import dev.engram.bench.Evaluation;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.Numbers;
import dev.engram.bench.RunRecord;
import dev.engram.bench.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The part of the report that shows one experiment. */
final class ExperimentSection {

    private final StringBuilder html = new StringBuilder();
    private final Evaluation evaluation;
    private final Experiment experiment;

    private ExperimentSection(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.experiment = evaluation.experiment();
    }

    static String html(
            Evaluation evaluation, List<String> drawings, List<String> problems, Path results) {
        ExperimentSection section = new ExperimentSection(evaluation);
        section.head();
        drawings.forEach(d -> section.html.append("<figure>").append(d).append("</figure>\n"));
        problems.forEach(
                p -> section.html.append("<p class=\"bad\">").append(e(p)).append("</p>\n"));
        section.metrics();
        section.comparisons();
        section.circumstances();
        section.runs();
        section.again(results);
        return section.html.append("</section>\n").toString();
    }

    private void head() {
        long failed = evaluation.runs().stream().filter(r -> !r.finished()).count();
        html.append("<section id=\"%s\"><h2>%s</h2>%n".formatted(id(), e(experiment.question())));
        html.append(
                ("<p class=\"facts\"><code>%s</code> version %d · task <code>%s</code> · %d variants"
                                + " × %d repetitions · seed %d · %d runs%s</p>%n")
                        .formatted(
                                id(),
                                experiment.version(),
                                e(experiment.task()),
                                experiment.variants().size(),
                                experiment.repetitions(),
                                experiment.seed(),
                                evaluation.runs().size(),
                                failed == 0
                                        ? ""
                                        : ", <strong class=\"bad\">"
                                                + failed
                                                + " failed</strong>"));
        if (!evaluation.damaged().isEmpty()) {
            html.append(
                    "<p class=\"bad\">%d files among the records cannot be read: %s</p>%n"
                            .formatted(
                                    evaluation.damaged().size(),
                                    e(evaluation.damaged().toString())));
        }
    }

    private void metrics() {
        for (MetricSpec metric : evaluation.metrics()) {
            List<Summary> summaries = evaluation.summaries(metric);
            html.append(
                    "<h3>%s</h3><p class=\"faint\">%s %s</p>%n"
                            .formatted(e(metric.axis()), e(metric.description()), e(how(metric))));
            row(
                    "th",
                    "variant",
                    "value",
                    "95 % interval",
                    "spread (sd)",
                    "smallest",
                    "largest",
                    "n");
            for (Summary s : summaries) {
                row(
                        "td",
                        s.variant(),
                        Numbers.text(s.value()),
                        Numbers.text(s.low()) + " to " + Numbers.text(s.high()),
                        Numbers.text(s.standardDeviation()),
                        Numbers.text(s.minimum()),
                        Numbers.text(s.maximum()),
                        s.units() + " " + s.of().name().toLowerCase(Locale.ROOT));
            }
            html.append("</table></div>\n");
        }
    }

    private static String how(MetricSpec metric) {
        String transformed =
                metric.transform().name().equals("value")
                        ? ""
                        : metric.transform().name() + " of each " + metric.source() + ", then ";
        String better =
                switch (metric.better()) {
                    case HIGHER -> " Higher is better.";
                    case LOWER -> " Lower is better.";
                    case NEITHER -> "";
                };
        return "Shown: " + transformed + metric.statistic().description() + "." + better;
    }

    private void comparisons() {
        if (evaluation.measuredVariants().size() < 2) {
            return;
        }
        String baseline = experiment.baselineVariant().name();
        html.append("<h3>Paired differences to <code>%s</code></h3>%n".formatted(e(baseline)));
        row("th", "metric", "variant", "difference", "95 % interval", "ratio", "pairs", "verdict");
        for (MetricSpec metric : evaluation.metrics()) {
            for (Comparison c : evaluation.comparisons(metric, experiment.baselineVariant())) {
                row(
                        "td",
                        c.metric(),
                        c.variant(),
                        (Numbers.signed(c.difference()) + " " + c.unit()).strip(),
                        Numbers.signed(c.low()) + " to " + Numbers.signed(c.high()),
                        Double.isNaN(c.ratio())
                                ? "–"
                                : "%s (%s to %s)"
                                        .formatted(
                                                Numbers.text(c.ratio()),
                                                Numbers.text(c.ratioLow()),
                                                Numbers.text(c.ratioHigh())),
                        c.pairs() + " " + c.of().name().toLowerCase(Locale.ROOT),
                        c.verdict());
            }
        }
        html.append("</table></div>\n");
    }

    private void circumstances() {
        Set<String> machines = new LinkedHashSet<>();
        TreeMap<String, Set<String>> versions = new TreeMap<>();
        Set<InputHash> inputs =
                new TreeSet<>(
                        Comparator.comparing(InputHash::role)
                                .thenComparing(InputHash::name)
                                .thenComparing(InputHash::sha256));
        for (RunRecord run : evaluation.runs()) {
            machines.add(run.machine().describe());
            run.versions()
                    .forEach((k, v) -> versions.computeIfAbsent(k, x -> new TreeSet<>()).add(v));
            inputs.addAll(run.inputs());
        }
        html.append("<h3>Circumstances</h3><ul>\n");
        machines.forEach(m -> html.append("<li>machine: %s</li>%n".formatted(e(m))));
        versions.forEach(
                (k, v) ->
                        html.append("<li>%s: %s</li>%n".formatted(e(k), e(String.join(", ", v)))));
        for (InputHash input : inputs) {
            html.append(
                    "<li>%s: %s, %d bytes, sha256 <code>%s</code></li>%n"
                            .formatted(
                                    e(input.role()),
                                    e(input.name()),
                                    input.sizeBytes(),
                                    e(input.sha256())));
        }
        html.append("</ul>\n");
    }

    private void runs() {
        List<RunRecord> ordered = new ArrayList<>(evaluation.runs());
        ordered.sort(Comparator.comparing(RunRecord::startedAt));
        html.append("<details><summary>All %d runs</summary>%n".formatted(ordered.size()));
        row("th", "variant", "repetition", "started", "took", "load before", "samples", "status");
        for (RunRecord run : ordered) {
            row(
                    "td",
                    run.variant().name(),
                    String.valueOf(run.repetition()),
                    run.startedAt(),
                    Numbers.text(run.millis() / 1000.0) + " s",
                    Numbers.text(run.machine().loadAverage()),
                    String.valueOf(run.samples().size()),
                    run.finished() ? "finished" : "failed: " + run.message());
        }
        html.append("</table></div></details>\n");
    }

    private void again(Path results) {
        html.append(
                ("<details><summary>How to run it again</summary><p>Save the text below as"
                                + " <code>%s.yaml</code> and call</p><pre>./workbench bench run"
                                + " %s.yaml -o %s</pre><pre>%s</pre></details>%n")
                        .formatted(id(), id(), e(name(results)), e(experiment.source())));
    }

    private static String name(Path results) {
        Path name = results.getFileName();
        return name == null ? "results" : name.toString();
    }

    /** Opens a table with its heading row, or adds a row to it. */
    private void row(String cell, String... texts) {
        if (cell.equals("th")) {
            html.append("<div class=\"scroll\"><table>\n");
        }
        html.append("<tr>");
        for (String text : texts) {
            html.append('<').append(cell).append('>').append(e(text));
            html.append("</").append(cell).append('>');
        }
        html.append("</tr>\n");
    }

    private String id() {
        return e(experiment.name());
    }

    private static String e(String text) {
        return escape(text);
    }
}
