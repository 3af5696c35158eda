package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.WorkbenchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    @TempDir Path folder;

    private Evaluation fake() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        return Evaluation.of(new RunStore(folder.resolve("results")), "fake-costs");
    }

    private static RunRecord run(Experiment e, Variant v, int repetition, List<Sample> samples) {
        return new RunRecord(
                1,
                e.name(),
                1,
                e.task(),
                v,
                repetition,
                1,
                e.definition(v),
                RunRecord.Status.FINISHED,
                "",
                "2026-01-01T00:00:00Z",
                1,
                1,
                new Machine("cpu", 2, 1, "os", "25", 0),
                Map.of(),
                List.of(),
                Map.of(),
                samples);
    }

    @Test
    void itemsAreAveragedOverRepetitionsThenSummarized() throws Exception {
        Evaluation evaluation = fake();
        Summary summary = evaluation.summaries(evaluation.metric("cost")).getFirst();
        // items of base 10: (11+12)/2, (21+22)/2, (31+32)/2
        assertThat(summary.value()).isCloseTo(21.5, within(1e-12));
        assertThat(summary.units()).isEqualTo(3);
        assertThat(summary.of()).isEqualTo(Observations.Kind.ITEMS);
        assertThat(summary.samples()).isEqualTo(6);
        assertThat(summary.minimum()).isEqualTo(11.5);
        assertThat(summary.standardDeviation()).isCloseTo(10, within(1e-12));
        assertThat(summary.low()).isBetween(11.5, 21.5);
        assertThat(summary.high()).isBetween(21.5, 31.5);
    }

    @Test
    void differencesArePairedByItem() throws Exception {
        Evaluation evaluation = fake();
        MetricSpec cost = evaluation.metric("cost");
        Comparison c =
                evaluation.comparisons(cost, evaluation.experiment().baselineVariant()).getFirst();
        // per item: 10, 20, 30 more
        assertThat(c.difference()).isCloseTo(20, within(1e-12));
        assertThat(c.low()).isGreaterThanOrEqualTo(10);
        assertThat(c.high()).isLessThanOrEqualTo(30);
        assertThat(c.ratio()).isCloseTo(41.5 / 21.5, within(1e-12));
        assertThat(c.pairs()).isEqualTo(3);
        assertThat(c.verdict()).isEqualTo("worse (few pairs: rough)");
    }

    @Test
    void aConstantDifferenceIsCertainHoweverWideTheItemsSpread() {
        Experiment e = Experiments.parse(Experiments.FAKE, folder);
        List<Sample> a = new ArrayList<>();
        List<Sample> b = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            a.add(new Sample("cost", i * 100, "ms", "q" + i));
            b.add(new Sample("cost", i * 100 - 1, "ms", "q" + (19 - i + i * 2 - 19)));
        }
        Evaluation evaluation =
                Evaluation.of(
                        e,
                        List.of(
                                run(e, e.variants().get(0), 1, a),
                                run(e, e.variants().get(1), 1, b)));
        Comparison c =
                evaluation
                        .comparisons(evaluation.metric("cost"), e.variants().getFirst())
                        .getFirst();
        assertThat(c.low()).isCloseTo(-1, within(1e-9));
        assertThat(c.high()).isCloseTo(-1, within(1e-9));
        assertThat(c.verdict()).isEqualTo("better");
    }

    @Test
    void withoutItemsRunsArePairedByRepetition() {
        Experiment e = Experiments.parse(Experiments.FAKE, folder);
        List<RunRecord> runs = new ArrayList<>();
        for (int r = 1; r <= 7; r++) {
            double slow = r == 4 ? 50 : 0;
            runs.add(run(e, e.variants().get(0), r, List.of(Sample.of("cost", 10 + slow, "ms"))));
            runs.add(run(e, e.variants().get(1), r, List.of(Sample.of("cost", 12 + slow, "ms"))));
        }
        Evaluation evaluation = Evaluation.of(e, runs);
        Comparison c =
                evaluation
                        .comparisons(evaluation.metric("cost"), e.variants().getFirst())
                        .getFirst();
        assertThat(c.of()).isEqualTo(Observations.Kind.RUNS);
        assertThat(c.low()).isCloseTo(2, within(1e-9));
        assertThat(c.pairs()).isEqualTo(7);
    }

    @Test
    void metricsArePureFunctionsOverStoredRanks() {
        Experiment e = Experiments.parse(Experiments.FAKE, folder);
        List<Sample> ranks = new ArrayList<>();
        int[] found = {1, 2, 0, 4};
        for (int i = 0; i < found.length; i++) {
            ranks.add(new Sample("rank", found[i], "", "q" + i));
        }
        List<RunRecord> runs = List.of(run(e, e.variants().getFirst(), 1, ranks));
        MetricSpec mrr =
                new MetricSpec(
                        "mrr",
                        "",
                        "",
                        MetricSpec.Better.HIGHER,
                        "rank",
                        Transform.reciprocalRank(),
                        Statistic.MEAN);
        assertThat(Observations.of(runs, mrr).value()).isCloseTo(1.75 / 4, within(1e-12));
        MetricSpec recall =
                new MetricSpec(
                        "r",
                        "",
                        "",
                        MetricSpec.Better.HIGHER,
                        "rank",
                        Transform.within(2),
                        Statistic.MEAN);
        assertThat(Observations.of(runs, recall).value()).isEqualTo(0.5);
    }

    @Test
    void anUnknownMetricIsALineWithTheNearMatch() throws Exception {
        Evaluation evaluation = fake();
        assertThatThrownBy(() -> evaluation.metric("costs"))
                .satisfies(
                        e ->
                                assertThat(((WorkbenchException) e).userMessage())
                                        .contains("did you mean 'cost'?"));
    }

    @Test
    void exportHasOneRowASample() throws Exception {
        List<RunRecord> runs = fake().runs();
        String csv = Export.csv(runs);
        assertThat(csv.lines()).hasSize(1 + 12);
        assertThat(csv).startsWith("experiment,version,task,variant,variant.base,repetition");
        assertThat(Export.json(runs).lines()).hasSize(12).allMatch(l -> l.startsWith("{"));
        assertThat(Export.csv(List.of())).isEmpty();
        Experiment e = Experiments.parse(Experiments.FAKE, folder);
        Sample odd = new Sample("cost", 1, "ms", "a \"b\", c");
        assertThat(Export.csv(List.of(run(e, e.variants().getFirst(), 1, List.of(odd)))))
                .contains("\"a \"\"b\"\", c\"");
    }
}
