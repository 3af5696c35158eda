package dev.engram.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.bench.ChartSpec;
import dev.engram.bench.Evaluation;
import dev.engram.bench.ExperimentFile;
import dev.engram.bench.ExperimentRunner;
import dev.engram.bench.RunStore;
import dev.engram.bench.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a declared chart shows of stored runs. */
class ChartsTest {

    @TempDir Path folder;

    private RunStore store() {
        return new RunStore(folder.resolve("results"));
    }

    private Evaluation run(String variants, String charts) throws Exception {
        String yaml =
                """
                name: shown
                question: What is shown?
                task: fake
                metadata: {version: 1}
                repetitions: 2
                variants: %s
                charts: %s
                """
                        .formatted(variants, charts);
        new ExperimentRunner(
                        store(),
                        new Task.Surroundings(
                                new WorkbenchHome(folder), folder, Progress.none(), n -> {}))
                .run(ExperimentFile.parse(yaml, folder, "x.yaml"), false);
        return Evaluation.of(store(), "shown");
    }

    private static Plot first(Evaluation evaluation) {
        return Charts.plot(evaluation, evaluation.experiment().charts().getFirst());
    }

    private static List<String> labels(Plot plot) {
        return plot.points().stream().map(Plot.Point::label).toList();
    }

    @Test
    void aLineRunsOverTheNumbersOfAFactorOneSeriesAValueOfAnother() throws Exception {
        Plot plot =
                first(
                        run(
                                "{base: [20, 10], side: [left, right]}",
                                "[{y: cost, type: line, x: base, series: side}]"));
        assertThat(plot.series()).extracting(Plot.Series::name).containsExactly("left", "right");
        assertThat(plot.series().getFirst().points())
                .extracting(Plot.Point::x)
                .containsExactly(20.0, 10.0);
        // items 1, 2, 3 times the base, plus the mean of the repetitions
        assertThat(plot.series().getFirst().points().getFirst().y()).isEqualTo(41.5);
        assertThat(plot.xLabel()).isEqualTo("base");
        assertThat(plot.yLabel()).startsWith("cost (ms), lower is better");
    }

    @Test
    void barsThatWouldShareAPlaceSayAllOfTheirVariant() throws Exception {
        Plot plot = first(run("{base: [1, 2], side: [left, right]}", "[{y: cost, x: base}]"));
        assertThat(labels(plot)).containsExactly("1 left", "1 right", "2 left", "2 right");
        Plot told =
                first(
                        run(
                                "{base: [1, 2], side: [left, right]}",
                                "[{y: cost, x: base, series: side}]"));
        assertThat(told.categories()).containsExactly("1", "2");
    }

    @Test
    void aSeriesNamedByTheSameFactorAsTheAxisStillHasLabels() throws Exception {
        Plot plot = first(run("{base: [1, 2]}", "[{y: cost, x: base, series: base}]"));
        assertThat(plot.series()).hasSize(2);
        assertThat(labels(plot)).containsExactly("all", "all");
    }

    @Test
    void aRatioIsPairedAndTheBaselineIsOne() throws Exception {
        Plot plot = first(run("{base: [10, 20]}", "[{y: cost, relative: true}]"));
        assertThat(plot.points().getFirst().y()).isEqualTo(1);
        assertThat(plot.points().getFirst().hasInterval()).isFalse();
        assertThat(plot.points().get(1).y()).isEqualTo(41.5 / 21.5);
        assertThat(plot.yLabel()).startsWith("cost relative to base=10, lower is better");
    }

    @Test
    void twoChartsOfOneMetricHaveFilesOfTheirOwn() throws Exception {
        Evaluation evaluation =
                run("{base: [1, 2]}", "[{y: cost}, {y: cost, type: line, x: base}]");
        List<Chart> charts = Charts.drawAll(store(), evaluation, n -> {});
        assertThat(charts)
                .extracting(c -> String.valueOf(c.png().getFileName()))
                .containsExactly("cost.png", "cost-2.png");
        assertThat(Files.readString(charts.getFirst().svg()))
                .isNotEqualTo(Files.readString(charts.getLast().svg()));
    }

    @Test
    void anAxisWithoutNumbersIsSaidAndCostsNoOtherChart() throws Exception {
        Evaluation evaluation =
                run(
                        "{side: [left, right]}",
                        "[{name: bad, y: cost, type: line, x: side}, {name: good, y: cost}]");
        assertThatThrownBy(() -> first(evaluation))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.userMessage())
                                        .contains("chart 'bad' of shown has no values")
                                        .contains("'side' must be a factor or a metric"));
        List<String> notices = new ArrayList<>();
        assertThat(Charts.drawAll(store(), evaluation, notices::add)).hasSize(1);
        assertThat(notices).singleElement().asString().startsWith("no chart 'bad': chart 'bad'");
    }

    @Test
    void aBaselineThatFailedCostsItsChartOnly() throws Exception {
        Evaluation evaluation =
                run(
                        "[{base: 1, fail: true}, {base: 2, fail: false}]",
                        "[{name: ratio, y: cost, relative: true}, {name: plain, y: cost}]");
        List<String> notices = new ArrayList<>();
        List<Chart> charts = Charts.drawAll(store(), evaluation, notices::add);
        assertThat(charts)
                .extracting(c -> c.png().getFileName().toString())
                .containsExactly("plain.png");
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("nothing of base=2 fail=false pairs");
    }

    @Test
    void withoutDeclaredChartsEveryMetricHasBars() throws Exception {
        Evaluation evaluation = run("{base: [1, 2]}", "[]");
        assertThat(Charts.specs(evaluation)).containsExactly(ChartSpec.bars("cost"));
        assertThat(Charts.specs(run("{base: [1, 2]}", "[{y: nothing-measured}]")))
                .containsExactly(ChartSpec.bars("cost"));
    }

    @Test
    void anIntervalThatIsNotKnownIsNotDrawn() throws Exception {
        Plot.Point point = new Plot.Point("a", 0, 2, Double.NaN, Double.NaN);
        assertThat(point.hasInterval()).isFalse();
        Plot plot =
                new Plot(
                        "t",
                        "",
                        "",
                        Plot.Kind.BAR,
                        false,
                        false,
                        List.of(new Plot.Series("", List.of(point))));
        Chart chart = Chart.draw(plot, folder, "nan");
        assertThat(Files.readString(chart.svg())).doesNotContain("NaN");
        assertThatThrownBy(() -> new Plot.Point("a", 0, Double.NaN, 1, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyCoordinateIsANumberForOddData() throws Exception {
        double[][] cases = {
            {0, 0}, {-5, -5}, {1e9, 1e9 + 1}, {1e-12, 2e-12}, {-1, 1e15}, {Double.MIN_VALUE, 1}
        };
        for (double[] ys : cases) {
            for (Plot.Kind kind : Plot.Kind.values()) {
                for (boolean log : new boolean[] {false, true}) {
                    List<Plot.Point> points = new ArrayList<>();
                    for (double y : ys) {
                        points.add(new Plot.Point("p" + points.size(), y, y, y, y));
                    }
                    Plot plot =
                            new Plot(
                                    "odd",
                                    "x",
                                    "y",
                                    kind,
                                    log,
                                    log,
                                    List.of(new Plot.Series("", points)));
                    Chart chart = Chart.draw(plot, folder, "odd");
                    assertThat(Files.readString(chart.svg()))
                            .as("%s %s %s", kind, log, List.of(ys[0], ys[1]))
                            .doesNotContain("NaN", "Infinity");
                }
            }
        }
    }

    @Test
    void aLongLabelIsCutBetweenCharactersNotWithin() throws Exception {
        String label = "x".repeat(32) + "\uD83D\uDE00" + "y".repeat(10);
        Plot plot =
                new Plot(
                        "t",
                        "",
                        "",
                        Plot.Kind.POINTS,
                        false,
                        false,
                        List.of(new Plot.Series("", List.of(new Plot.Point(label, 1, 1, 1, 1)))));
        String svg = Files.readString(Chart.draw(plot, folder, "cut").svg());
        assertThat(svg).contains("x".repeat(32) + "…").doesNotContain("?");
    }
}
