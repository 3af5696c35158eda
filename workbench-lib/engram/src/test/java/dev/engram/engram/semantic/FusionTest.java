package dev.engram.engram.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusionTest {

    @Test
    void addsDistancesFromTheMean() {
        double[] fused = Fusion.Z_SUM.fuse(new double[] {0, 2}, new double[] {30, 10}, 3);
        assertThat(fused).containsExactly(new double[] {-1 + 3, 1 - 3}, within(1e-12));
    }

    @Test
    void addsPlacesBetweenLeastAndGreatest() {
        double[] fused = Fusion.MIN_MAX.fuse(new double[] {1, 2, 5}, new double[] {0, 4, 1}, 2);
        assertThat(fused).containsExactly(new double[] {0, 2.25, 1.5}, within(1e-12));
    }

    @Test
    void addsReciprocalRanksAndSharesThemOnTies() {
        double[] fused =
                Fusion.RECIPROCAL_RANK.fuse(new double[] {5, 7, 5}, new double[] {0, 0, 0}, 1);
        assertThat(fused)
                .containsExactly(
                        new double[] {1 / 62.0 + 1 / 61.0, 2 / 61.0, 1 / 62.0 + 1 / 61.0},
                        within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Fusion.class)
    void aChannelThatSaysNothingLeavesTheOther(Fusion fusion) {
        double[] lexical = {3, 1, 2};
        double[] fused = fusion.fuse(lexical, new double[] {4, 4, 4}, 5);
        assertThat(fused[0]).isGreaterThan(fused[2]);
        assertThat(fused[2]).isGreaterThan(fused[1]);
        assertThat(fusion.fuse(new double[0], new double[0], 1)).isEmpty();
        assertThat(fusion.fuse(new double[] {1}, new double[] {2}, 1)[0]).isFinite();
    }

    @ParameterizedTest
    @EnumSource(Fusion.class)
    void refusesBadInput(Fusion fusion) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fusion.fuse(new double[1], new double[2], 1));
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fusion.fuse(new double[1], new double[1], weight));
        }
    }

    @Property(tries = 200)
    void aWeightOfNoughtKeepsTheLexicalOrderAndInputsStay(
            @ForAll Fusion fusion, @ForAll @Size(min = 1, max = 30) int[] scores) {
        double[] lexical = Arrays.stream(scores).mapToDouble(score -> score / 7.0).toArray();
        double[] semantic = new double[lexical.length];
        Arrays.setAll(semantic, i -> i * 7 % 5);
        double[] kept = lexical.clone();
        double[] fused = fusion.fuse(lexical, semantic, 0);
        assertThat(lexical).isEqualTo(kept);
        for (int a = 0; a < fused.length; a++) {
            for (int b = 0; b < fused.length; b++) {
                if (lexical[a] < lexical[b]) {
                    assertThat(fused[a]).isLessThanOrEqualTo(fused[b]);
                }
            }
        }
    }
}
