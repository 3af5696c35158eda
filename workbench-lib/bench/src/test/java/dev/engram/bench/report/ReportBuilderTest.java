package dev.engram.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.ExperimentFile;
import dev.engram.bench.ExperimentRunner;
import dev.engram.bench.RunRecord;
import dev.engram.bench.RunStore;
import dev.engram.bench.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBuilderTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path folder;

    private RunStore store(String name, String question, String variants) throws Exception {
        RunStore store = new RunStore(folder.resolve("results"));
        String yaml =
                """
                name: %s
                question: "%s"
                task: fake
                metadata: {version: 1}
                repetitions: 3
                variants: %s
                """
                        .formatted(name, question, variants);
        new ExperimentRunner(
                        store,
                        new Task.Surroundings(
                                new WorkbenchHome(folder), folder, Progress.none(), n -> {}))
                .run(ExperimentFile.parse(yaml, folder, "x"), false);
        return store;
    }

    @Test
    void showsEveryRunOfEveryExperimentInOneFile() throws Exception {
        store("first", "Is it <script>alert(1)</script>?", "{base: [10, 20]}");
        RunStore store =
                store("second", "And this?", "[{base: 1, fail: true}, {base: 2, fail: false}]");
        Report report =
                ReportBuilder.build(store, List.of(), folder.resolve("out/report.html"), NOW);
        String html = Files.readString(report.file());
        assertThat(report.experiments()).containsExactly("first", "second");
        assertThat(report.runs()).isEqualTo(12);
        for (String name : report.experiments()) {
            for (RunRecord run : store.load(name).runs()) {
                assertThat(html).contains("<td>" + run.startedAt() + "</td>");
            }
        }
        assertThat(html.split("<td>failed: the fake broke", -1)).hasSize(4);
        assertThat(html).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
        assertThat(html)
                .contains("2026-01-02T03:04:05Z", "./workbench bench run", "percentile bootstrap");
        assertThat(html).contains("Paired differences to <code>base=10</code>", "+20 ms");
        assertThat(html).contains("sha256 <code>a665a45920");
        assertThat(report.charts()).isEqualTo(2);
        assertThat(html.split("<svg ", -1)).hasSize(3);
    }

    @Test
    void needsNothingFromOutside() throws Exception {
        RunStore store = store("only", "Q?", "{base: [1]}");
        Report report = ReportBuilder.build(store, List.of("only"), folder.resolve("r.html"), NOW);
        String html = Files.readString(report.file());
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http://", "https://", "<link", "src=");
        assertThat(html).contains("prefers-color-scheme: dark", "default-src 'none'");
        assertThat(html).doesNotContain("%SECTIONS%", "%CONTENTS%", "%TIME%", "%COUNTS%");
    }

    @Test
    void whatLooksLikeAPlaceOfThePageIsText() throws Exception {
        RunStore store = store("tricky", "Is %SECTIONS% or $1 %TIME% \\\\ a place?", "{base: [1]}");
        Report report = ReportBuilder.build(store, List.of(), folder.resolve("r.html"), NOW);
        String html = Files.readString(report.file());
        assertThat(html.split("<section id=", -1)).hasSize(2);
        assertThat(html).contains("<h2>Is %SECTIONS% or &#36;1 %TIME% \\ a place?</h2>");
    }

    @Test
    void everyTextOfAnExperimentIsEscaped() throws Exception {
        String evil = "<img src=x onerror=alert(1)>";
        RunStore store =
                store("evil", evil, "[{base: 1, side: '" + evil + "'}, {base: 2, side: '\"&'}]");
        Report report = ReportBuilder.build(store, List.of(), folder.resolve("r.html"), NOW);
        String html = Files.readString(report.file());
        assertThat(html).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(html).contains("side=&quot;&amp;");
    }

    @Test
    void aChartThatCannotBeDrawnIsSaidAndTheRestIsShown() throws Exception {
        RunStore store =
                store(
                        "half",
                        "Q?",
                        "[{base: 1, fail: true}, {base: 2, fail: false}]\n"
                                + "charts: [{name: r, y: cost, relative: true}]");
        store("whole", "Q?", "{base: [1]}");
        Report report = ReportBuilder.build(store, List.of(), folder.resolve("r.html"), NOW);
        assertThat(report.experiments()).containsExactly("half", "whole");
        assertThat(Files.readString(report.file()))
                .contains("<p class=\"bad\">no chart &#39;r&#39;: ");
    }

    @Test
    void anExperimentNamedTwiceIsShownOnce() throws Exception {
        RunStore store = store("one", "Q?", "{base: [1]}");
        Report report =
                ReportBuilder.build(store, List.of("one", "one"), folder.resolve("r.html"), NOW);
        assertThat(report.experiments()).containsExactly("one");
        assertThat(report.runs()).isEqualTo(3);
    }

    @Test
    void noResultsIsSaid() {
        RunStore store = new RunStore(folder.resolve("none"));
        assertThatThrownBy(() -> ReportBuilder.build(store, List.of(), folder.resolve("r"), NOW))
                .hasMessageContaining("no results");
        assertThatThrownBy(() -> ReportBuilder.build(store, List.of("x"), folder.resolve("r"), NOW))
                .hasMessageContaining("no results of an experiment 'x'");
    }
}
