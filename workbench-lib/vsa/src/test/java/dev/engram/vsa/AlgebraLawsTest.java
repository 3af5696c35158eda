package dev.engram.vsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * The laws of the algebra, on vectors of any dimension and density, the empty and full included.
 */
class AlgebraLawsTest {

    /** Vectors of one dimension. */
    record Sample(Hypervector a, Hypervector b, Hypervector key) {}

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<Integer> dimensions =
                Arbitraries.oneOf(
                        Arbitraries.of(1, 2, 3, 13, 64, 127, 207, 702, 4098, 10_000, 100_000),
                        Arbitraries.integers().between(1, 5000));
        return dimensions.flatMap(
                d -> {
                    Arbitrary<Hypervector> vectors =
                            Combinators.combine(
                                            Arbitraries.integers().between(0, Math.min(d, 900)),
                                            Arbitraries.longs())
                                    .as((n, seed) -> Hypervector.random(d, n, seed));
                    return Combinators.combine(vectors, vectors, vectors).as(Sample::new);
                });
    }

    @Property
    void unbindingIsTheExactInverseOfBinding(@ForAll("samples") Sample s) {
        assertThat(s.a().bind(s.key()).unbind(s.key())).isEqualTo(s.a());
        assertThat(s.a().unbind(s.key()).bind(s.key())).isEqualTo(s.a());
    }

    @Property
    void bindingKeepsSimilarity(@ForAll("samples") Sample s) {
        Hypervector boundA = s.a().bind(s.key());
        Hypervector boundB = s.b().bind(s.key());
        assertThat(boundA.dot(boundB)).isEqualTo(s.a().dot(s.b()));
        assertThat(boundA.hamming(boundB)).isEqualTo(s.a().hamming(s.b()));
        assertThat(boundA.nonZeros()).isEqualTo(s.a().nonZeros());
    }

    @Property(tries = 200)
    void bindingDistributesOverSums(@ForAll("samples") Sample s) {
        Counters sum = new Counters(s.a().dimension()).add(s.a()).add(s.b(), 3);
        SignedPermutation key = SignedPermutation.of(s.key());
        assertThat(key.apply(sum))
                .isEqualTo(
                        new Counters(s.a().dimension())
                                .add(s.a().bind(s.key()))
                                .add(s.b().bind(s.key()), 3));
        assertThat(key.inverse().apply(key.apply(sum))).isEqualTo(sum);
        assertThat(s.a().negate().bind(s.key())).isEqualTo(s.a().bind(s.key()).negate());
    }

    @Property
    void permutingIsACyclicShift(
            @ForAll("samples") Sample s, @ForAll @IntRange(min = -Integer.MAX_VALUE) int shifts) {
        Hypervector moved = s.a().permute(shifts);
        assertThat(moved.permute(-shifts)).isEqualTo(s.a());
        assertThat(moved.permute(7)).isEqualTo(s.a().permute(7).permute(shifts));
        assertThat(moved.dot(s.b().permute(shifts))).isEqualTo(s.a().dot(s.b()));
    }

    @Property(tries = 300)
    void productsAgreeWithTheDefinition(@ForAll("samples") Sample s) {
        int dot = 0;
        int differing = 0;
        for (int p = 0; p < s.a().dimension(); p++) {
            dot += s.a().trit(p) * s.b().trit(p);
            differing += s.a().trit(p) != s.b().trit(p) ? 1 : 0;
        }
        assertThat(s.a().dot(s.b())).isEqualTo(dot);
        assertThat(s.a().hamming(s.b())).isEqualTo(differing);
        assertThat(new PreparedQuery(s.a()).dot(s.b())).isEqualTo(dot);
        assertThat(new Counters(s.a().dimension()).add(s.a()).dot(s.b())).isEqualTo(dot);
        double norm = Math.sqrt((double) s.a().nonZeros() * s.b().nonZeros());
        assertThat(s.a().cosine(s.b())).isEqualTo(norm == 0 ? 0 : dot / norm);
    }

    @Property(tries = 200)
    void queriesOfAnyDensityAgreeWithTheSum(
            @ForAll("samples") Sample s, @ForAll @IntRange(min = 0, max = 60) int more) {
        Counters sum = new Counters(s.a().dimension()).add(s.a(), -3).add(s.key(), 1_000_000);
        for (int i = 0; i < more; i++) {
            int nonZeros = Math.min(sum.dimension(), 900);
            sum.add(Hypervector.random(sum.dimension(), nonZeros, Mixing.mix(i)));
        }
        assertThat(new PreparedQuery(sum).dot(s.b())).isEqualTo(sum.dot(s.b()));
    }

    @Property(tries = 200)
    void aViewOfSignsIsTheSign(@ForAll("samples") Sample s) {
        Counters sum = new Counters(s.a().dimension()).add(s.a(), 2).add(s.b(), -3).add(s.key());
        Counters other = new Counters(s.a().dimension()).add(s.key(), 5).subtract(s.b());
        SignView view = SignView.of(sum);
        SignView otherView = SignView.of(other.sign());
        for (int p = 0; p < sum.dimension(); p++) {
            assertThat(view.at(p)).isEqualTo(Integer.signum(sum.at(p)));
        }
        assertThat(view.nonZeros()).isEqualTo(sum.sign().nonZeros());
        assertThat(view.dot(s.a())).isEqualTo(sum.sign().dot(s.a()));
        assertThat(view.dot(otherView)).isEqualTo(sum.sign().dot(other.sign()));
        assertThat(view.hamming(otherView)).isEqualTo(sum.sign().hamming(other.sign()));
        assertThat(view.hamming(view)).isZero();
    }

    @Property(tries = 200)
    void whatWasAddedCanBeSubtracted(
            @ForAll("samples") Sample s, @ForAll @IntRange(min = -9, max = 9) int weight) {
        Counters sum = new Counters(s.a().dimension()).add(s.b());
        Counters before = sum.copy();
        sum.add(s.a(), weight).add(s.key());
        Counters more = new Counters(s.a().dimension()).add(s.a(), weight).add(s.key());
        assertThat(before.copy().add(more)).isEqualTo(sum);
        assertThat(sum.copy().subtract(more)).isEqualTo(before);
        assertThat(sum.subtract(s.key()).add(s.a(), -weight)).isEqualTo(before);
        assertThat(before.subtract(s.b()).isZero()).isTrue();
    }

    @Property(tries = 200)
    void theSignOfOneVectorIsItself(@ForAll("samples") Sample s) {
        assertThat(new Counters(s.a().dimension()).add(s.a()).sign()).isEqualTo(s.a());
        assertThat(Hypervector.bundle(s.a().dimension(), List.of(s.a(), s.a(), s.b())))
                .isEqualTo(new Counters(s.a().dimension()).add(s.a(), 2).add(s.b()).sign());
    }

    @Property(tries = 200)
    void thinningKeepsTheLargest(
            @ForAll("samples") Sample s, @ForAll @IntRange(min = 0, max = 900) int nonZeros) {
        Counters sum = new Counters(s.a().dimension()).add(s.a(), 5).add(s.b(), 2).add(s.key());
        Hypervector thin = sum.thin(nonZeros);
        assertThat(thin.nonZeros()).isEqualTo(Math.min(nonZeros, sum.sign().nonZeros()));
        int least = Integer.MAX_VALUE;
        for (int code : thin.codes()) {
            least = Math.min(least, Math.abs(sum.at(code >>> 1)));
        }
        for (int p = 0; p < sum.dimension(); p++) {
            if (thin.trit(p) == 0) {
                assertThat(Math.abs(sum.at(p))).isLessThanOrEqualTo(least);
            } else {
                assertThat(thin.trit(p)).isEqualTo(Integer.signum(sum.at(p)));
            }
        }
    }

    @Property(tries = 200)
    void thinningByHashKeepsWhatIsShared(
            @ForAll("samples") Sample s, @ForAll @IntRange(min = 0, max = 300) int nonZeros) {
        Hypervector thin = s.a().thin(nonZeros, 5);
        assertThat(thin.nonZeros()).isEqualTo(Math.min(nonZeros, s.a().nonZeros()));
        assertThat(thin.dot(s.a())).isEqualTo(thin.nonZeros());
        assertThat(s.a().thin(nonZeros / 2, 5)).isEqualTo(thin.thin(nonZeros / 2, 5));
    }

    @Property(tries = 60)
    void aPermutationReachesEveryPositionOnce(
            @ForAll @IntRange(min = 1, max = 3000) int dimension, @ForAll long seed) {
        SignedPermutation permutation = SignedPermutation.of(dimension, seed);
        boolean[] seen = new boolean[dimension];
        for (int p = 0; p < dimension; p++) {
            int target = permutation.target(p);
            assertThat(seen[target]).isFalse();
            seen[target] = true;
            assertThat(permutation.inverse().target(target)).isEqualTo(p);
        }
    }
}
