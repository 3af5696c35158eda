package dev.engram.bench.report;

import static dev.engram.base.Markup.escape;

import dev.engram.base.AtomicFiles;
import dev.engram.base.WorkbenchException;
import dev.engram.bench.Evaluation;
import dev.engram.bench.RunStore;
import dev.engram.bench.chart.Chart;
import dev.engram.bench.chart.Charts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds one self-contained HTML file from a folder of results. */
public final class ReportBuilder {

    private static final Pattern PLACE = Pattern.compile("%([A-Z]+)%");

    private ReportBuilder() {}

    /**
     * Builds the report of some or all experiments.
     *
     * @param only names of the experiments to show; empty for all
     * @param now when, for the heading
     * @throws WorkbenchException where there are no results
     */
    public static Report build(RunStore store, List<String> only, Path file, Instant now)
            throws IOException {
        List<String> names =
                only.isEmpty() ? store.experiments() : only.stream().distinct().toList();
        if (names.isEmpty()) {
            throw WorkbenchException.missing(
                    "no results in " + store.root(),
                    "run an experiment first: bench run FILE.yaml");
        }
        StringBuilder sections = new StringBuilder();
        StringBuilder contents = new StringBuilder();
        int runs = 0;
        int charts = 0;
        for (String name : names) {
            Evaluation evaluation = Evaluation.of(store, name);
            List<String> drawings = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (Chart chart : Charts.drawAll(store, evaluation, problems::add)) {
                drawings.add(Files.readString(chart.svg()));
            }
            sections.append(ExperimentSection.html(evaluation, drawings, problems, store.root()));
            contents.append(
                    "<li><a href=\"#%s\">%s</a> <span class=\"faint\">%s</span></li>%n"
                            .formatted(
                                    escape(name),
                                    escape(evaluation.experiment().question()),
                                    escape(name)));
            runs += evaluation.runs().size();
            charts += drawings.size();
        }
        String html =
                filled(
                        page(),
                        Map.of(
                                "CONTENTS", contents.toString(),
                                "TIME", now.truncatedTo(ChronoUnit.SECONDS).toString(),
                                "COUNTS", counts(names.size(), runs),
                                "SECTIONS", sections.toString()));
        Path absolute = file.toAbsolutePath().normalize();
        AtomicFiles.write(absolute, html);
        return new Report(absolute, List.copyOf(names), runs, charts, Files.size(absolute));
    }

    /** Fills the places of the page in one pass: what stands in a question is no place. */
    private static String filled(String page, Map<String, String> values) {
        return PLACE.matcher(page)
                .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), "")));
    }

    private static String counts(int experiments, int runs) {
        return "%d %s, %d %s"
                .formatted(
                        experiments,
                        experiments == 1 ? "experiment" : "experiments",
                        runs,
                        runs == 1 ? "run" : "runs");
    }

    private static String page() throws IOException {
        try (InputStream in = ReportBuilder.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("report.html is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
