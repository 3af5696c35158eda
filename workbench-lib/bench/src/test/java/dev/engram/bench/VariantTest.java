package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VariantTest {

    private static Map<String, Object> factors(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void listsExpandAsACartesianProductWithTheLastFactorFastest() {
        assertThat(
                        Variant.expand(
                                factors("type", List.of("Q8_0", "Q4_0"), "threads", List.of(1, 2))))
                .extracting(Variant::name)
                .containsExactly(
                        "type=Q8_0 threads=1",
                        "type=Q8_0 threads=2",
                        "type=Q4_0 threads=1",
                        "type=Q4_0 threads=2");
        assertThat(Variant.expand(Map.of())).hasSize(1);
        assertThat(Variant.expand(factors("a", 1, "b", List.of(true, false)))).hasSize(2);
    }

    @Property(tries = 50)
    void theProductHasAsManyDifferentVariantsAsTheSizesMultiplyTo(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 4) Integer> sizes) {
        Map<String, Object> factors = new LinkedHashMap<>();
        int expected = 1;
        for (int i = 0; i < sizes.size(); i++) {
            factors.put(
                    "f" + i, java.util.stream.IntStream.range(0, sizes.get(i)).boxed().toList());
            expected *= sizes.get(i);
        }
        List<Variant> all = Variant.expand(factors);
        assertThat(all).hasSize(expected);
        assertThat(all.stream().map(Variant::slug).distinct()).hasSize(expected);
    }

    @Test
    void emptyListsAndNestedValuesAreRefusedByName() {
        assertThatThrownBy(() -> Variant.expand(factors("type", List.of())))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("'type' has no values");
        assertThatThrownBy(() -> Variant.expand(factors("type", List.of(List.of(1)))))
                .hasMessageContaining("'type'");
    }

    @Test
    void slugsAreFileNamesAndDifferWhereNamesDiffer() {
        Variant path = new Variant(factors("file", "../a b/c"));
        Variant other = new Variant(factors("file", "../a b_c"));
        assertThat(path.slug()).matches("[A-Za-z0-9._=+-]+").isNotEqualTo(other.slug());
        assertThat(new Variant(factors("type", "Q8_0")).slug()).isEqualTo("type=Q8_0");
        assertThat(new Variant(factors("x", "y".repeat(300))).slug().length()).isLessThan(90);
    }
}
