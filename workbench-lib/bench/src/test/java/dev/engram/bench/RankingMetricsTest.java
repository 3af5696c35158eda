package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {

    /** The ranking 3, 2, 3, 0, 1, 2 of the usual introduction, with 3 and 2 left unfound. */
    @Test
    void gradedNdcgOfTheTextbookExample() {
        double[] ranked = {3, 2, 3, 0, 1, 2};
        assertThat(RankingMetrics.dcg(ranked, 6)).isCloseTo(6.861, within(5e-4));
        assertThat(RankingMetrics.ndcg(ranked, new double[] {3, 2, 3, 0, 1, 2, 3, 2}, 6))
                .isCloseTo(0.785, within(5e-4));
        assertThat(RankingMetrics.ndcg(ranked, ranked, 6)).isCloseTo(0.961, within(5e-4));
    }

    @Test
    void oneRelevantItem() {
        assertThat(RankingMetrics.ndcg(1, 10)).isEqualTo(1);
        assertThat(RankingMetrics.ndcg(3, 10)).isCloseTo(0.5, within(1e-12));
        assertThat(RankingMetrics.ndcg(11, 10)).isZero();
        assertThat(RankingMetrics.ndcg(0, 10)).isZero();
        assertThat(RankingMetrics.reciprocalRank(4)).isEqualTo(0.25);
        assertThat(RankingMetrics.reciprocalRank(0)).isZero();
        assertThat(RankingMetrics.recall(10, 10)).isEqualTo(1);
        assertThat(RankingMetrics.recall(11, 10)).isZero();
    }

    @Property
    void theShortFormAgreesWithTheGradedOne(
            @ForAll @IntRange(min = 1, max = 30) int rank,
            @ForAll @IntRange(min = 1, max = 20) int k) {
        double[] ranked = new double[30];
        ranked[rank - 1] = 1;
        assertThat(RankingMetrics.ndcg(rank, k))
                .isCloseTo(RankingMetrics.ndcg(ranked, new double[] {1}, k), within(1e-12));
    }

    @Test
    void averagePrecisionOfTheTextbookExample() {
        List<String> ranked = List.of("a", "x", "b", "y", "z", "c");
        assertThat(RankingMetrics.averagePrecision(ranked, Set.of("a", "b", "c")))
                .isCloseTo((1 + 2.0 / 3 + 3.0 / 6) / 3, within(1e-12));
        assertThat(RankingMetrics.averagePrecision(ranked, Set.of("a", "nowhere"))).isEqualTo(0.5);
        assertThat(RankingMetrics.averagePrecision(ranked, Set.of())).isZero();
    }

    @Test
    void nothingRelevantScoresZero() {
        assertThat(RankingMetrics.ndcg(new double[] {0, 0}, new double[] {}, 10)).isZero();
    }
}
