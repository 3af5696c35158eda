package dev.engram.vsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HypervectorTest {

    @Test
    void refusesWhatIsNoVector() {
        assertThatThrownBy(() -> Hypervector.of(10, 20)).hasMessage("position outside: 10");
        assertThatThrownBy(() -> Hypervector.of(10, -2)).hasMessage("position outside: -1");
        assertThatThrownBy(() -> Hypervector.of(10, 6, 7)).hasMessage("position twice: 3");
        assertThatThrownBy(() -> Hypervector.zero(0)).hasMessageContaining("dimension");
        assertThatThrownBy(() -> Hypervector.random(10, 11, 1)).hasMessageContaining("non-zeros");
        assertThatThrownBy(() -> Hypervector.zero(10).dot(Hypervector.zero(11)))
                .hasMessage("dimensions differ: 10 and 11");
    }

    @Test
    void randomVectorsAreTheSameOnEveryMachine() {
        assertThat(Hypervector.random(100_000, 4, 42).codes()).containsExactly(GOLDEN_CODES);
        assertThat(new ItemMemory(10_000, 200, 7).item("apple"))
                .isEqualTo(new ItemMemory(10_000, 200, 7).item("apple"))
                .isNotEqualTo(new ItemMemory(10_000, 200, 8).item("apple"));
        assertThat(new GradedCodebook(100_000, 4, 1).codes(42)).containsExactly(GOLDEN_LIST);
        int[] bound =
                Hypervector.random(100_000, 4, 42)
                        .bind(Hypervector.random(100_000, 200, 43))
                        .codes();
        assertThat(bound).containsExactly(GOLDEN_BOUND);
    }

    private static final int[] GOLDEN_CODES = {69101, 117634, 148362, 157267};
    private static final int[] GOLDEN_LIST = {42250, 19973, 137994, 101621};
    private static final int[] GOLDEN_BOUND = {5697, 104428, 104524, 123603};

    @Test
    void randomPositionsAndSignsAreSpreadEvenly() {
        Counters sum = new Counters(50);
        int[] used = new int[50];
        for (int seed = 0; seed < 4000; seed++) {
            Hypervector vector = Hypervector.random(50, 10, Mixing.mix(seed));
            sum.add(vector);
            for (int code : vector.codes()) {
                used[code >>> 1]++;
            }
        }
        assertThat(Arrays.stream(used).min().orElse(0)).isGreaterThan(650);
        assertThat(Arrays.stream(used).max().orElse(0)).isLessThan(950);
        for (int p = 0; p < 50; p++) {
            assertThat(Math.abs(sum.at(p))).isLessThan(170);
        }
    }

    @Test
    void unboundOrBoundToAnotherKeyValuesLookUnrelated() {
        ItemMemory items = new ItemMemory(10_000, 200, 1);
        Hypervector value = items.item("value");
        for (int i = 0; i < 50; i++) {
            Hypervector bound = value.bind(items.item("key" + i));
            assertThat(Math.abs(bound.cosine(value))).isLessThan(0.1);
            assertThat(Math.abs(bound.unbind(items.item("other" + i)).cosine(value)))
                    .isLessThan(0.1);
        }
    }

    @Test
    void aRecordOfRolesGivesItsFillersBack() {
        ItemMemory items = new ItemMemory(10_000, 200, 3);
        CleanupMemory known = new CleanupMemory();
        Counters sum = new Counters(10_000);
        for (int i = 0; i < 20; i++) {
            known.add("filler" + i, items.item("filler" + i));
            sum.add(items.item("filler" + i).bind(items.item("role" + i)));
        }
        for (int i = 0; i < 20; i++) {
            SignedPermutation role = SignedPermutation.of(items.item("role" + i));
            assertThat(known.cleanup(role.inverse().apply(sum), 0.1))
                    .hasValueSatisfying(m -> assertThat(m.item().symbol()).startsWith("filler"))
                    .map(m -> m.item().symbol())
                    .hasValue("filler" + i);
        }
        assertThat(known.cleanup(items.item("stranger"), 0.2)).isEmpty();
        assertThat(known.cleanup(items.item("filler3").thin(120, 1), 0.5))
                .map(m -> m.item().symbol())
                .hasValue("filler3");
    }

    @Test
    void aSumHoldsHundredsOfItemsWhereAThinnedBundleHoldsFew() {
        ItemMemory items = new ItemMemory(10_000, 200, 5);
        Counters sum = new Counters(10_000);
        for (int i = 0; i < 150; i++) {
            sum.add(items.item("in" + i));
        }
        Hypervector naive = sum.thin(200);
        double fromSum = separated(items, v -> sum.dot(v));
        double fromNaive = separated(items, v -> naive.dot(v));
        assertThat(fromSum).isGreaterThan(0.95);
        assertThat(fromNaive).isLessThan(0.9);
    }

    /** Share of members whose similarity is above that of every one of 150 strangers. */
    private static double separated(
            ItemMemory items, java.util.function.ToLongFunction<Hypervector> similarity) {
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < 150; i++) {
            highest = Math.max(highest, similarity.applyAsLong(items.item("out" + i)));
        }
        int above = 0;
        for (int i = 0; i < 150; i++) {
            above += similarity.applyAsLong(items.item("in" + i)) > highest ? 1 : 0;
        }
        return above / 150.0;
    }

    @Test
    void countersRefuseToOverflow() {
        Hypervector one = Hypervector.of(4, 2);
        Counters sum = new Counters(4).add(one, Integer.MAX_VALUE);
        assertThatThrownBy(() -> sum.add(one)).isInstanceOf(ArithmeticException.class);
        assertThat(sum.at(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aDenseQueryMayHoldTheLowestWeight() {
        Hypervector ones = Hypervector.of(4, 0, 2, 4, 6);
        Counters sum = new Counters(4).add(ones, -Integer.MAX_VALUE).subtract(ones);
        Hypervector passage = Hypervector.of(4, 1, 3, 4);
        assertThat(new PreparedQuery(sum).dot(passage)).isEqualTo(sum.dot(passage));
        assertThat(sum.dot(passage)).isEqualTo(-(long) Integer.MIN_VALUE);
        assertThat(SignView.of(sum).dot(passage)).isEqualTo(1);
    }
}
