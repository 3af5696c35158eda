package dev.engram.vsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GradedCodebookTest {

    @Property(tries = 300)
    void everyListHasDistinctPositionsAndDependsOnTheSymbolAlone(
            @ForAll @IntRange(min = 64, max = 200_000) int dimension,
            @ForAll @IntRange(min = 1, max = 16) int depth,
            @ForAll long symbol) {
        GradedCodebook book = new GradedCodebook(dimension, depth, 9);
        int[] codes = book.codes(symbol);
        assertThat(codes).hasSize(depth);
        assertThat(Arrays.stream(codes).map(c -> c >>> 1).distinct().count()).isEqualTo(depth);
        assertThat(Arrays.stream(codes).allMatch(c -> c >>> 1 < dimension)).isTrue();
        assertThat(book.codes(symbol)).isEqualTo(codes);
        for (int limit = 0; limit <= depth; limit++) {
            for (int rank = 0; rank < depth; rank++) {
                int found = rank << 1 | (codes[rank] & 1);
                assertThat(book.find(symbol, codes[rank] >>> 1, limit))
                        .isEqualTo(rank < limit ? found : -1);
            }
        }
        int[] longer = new GradedCodebook(dimension, 16, 9).codes(symbol);
        assertThat(Arrays.copyOf(longer, depth)).as("a prefix of the longer list").isEqualTo(codes);
    }

    @Test
    void differentSymbolsRarelyShareSignedPositions() {
        GradedCodebook book = new GradedCodebook(10_000, 8, 1);
        int shared = 0;
        for (int i = 0; i < 1000; i++) {
            Hypervector a = Hypervector.of(10_000, book.codes(i));
            Hypervector b = Hypervector.of(10_000, book.codes(i + 1000));
            shared += Math.abs(a.dot(b));
        }
        assertThat(shared).as("64 of 10,000 expected by chance, times 0.0064").isLessThan(40);
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> new GradedCodebook(63, 4, 1)).hasMessageContaining("dimension");
        assertThatThrownBy(() -> new GradedCodebook(64, 17, 1)).hasMessageContaining("depth");
    }
}
