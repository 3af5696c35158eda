package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PairMergingTest {

    /** A random set of merges over a small alphabet, made as training makes them. */
    private static PairTable randomMerges(Random random, int alphabet, int count) {
        PairTable table = new PairTable(count);
        int ids = alphabet;
        for (int rank = 0; rank < count; rank++) {
            int left = random.nextInt(ids);
            int right = random.nextInt(ids);
            if (table.find(left, right) == PairTable.NONE) {
                table.put(left, right, rank, ids++);
            }
        }
        return table;
    }

    @Property(tries = 300)
    void bothFormsGiveTheSame(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 300) int length,
            @ForAll @IntRange(min = 1, max = 5) int alphabet,
            @ForAll @IntRange(min = 0, max = 60) int merges) {
        Random random = new Random(seed);
        PairTable table = randomMerges(random, alphabet, merges);
        int[] symbols = random.ints(length, 0, alphabet).toArray();
        assertThat(PairMerging.queue(symbols, table)).isEqualTo(PairMerging.scan(symbols, table));
    }

    @Test
    void mergesTheLowestRankFirstAndTheLeftmostOfSeveral() {
        PairTable table = new PairTable(2);
        table.put(1, 2, 1, 10);
        table.put(2, 3, 0, 11);
        table.put(5, 5, 2, 12);
        assertThat(PairMerging.scan(new int[] {1, 2, 3}, table)).containsExactly(1, 11);
        assertThat(PairMerging.scan(new int[] {5, 5, 5}, table)).containsExactly(12, 5);
        assertThat(PairMerging.queue(new int[] {5, 5, 5}, table)).containsExactly(12, 5);
    }

    @Test
    void aTableKeepsWhatManyCollidingPairsPutIn() {
        PairTable table = new PairTable(10_000);
        for (int i = 0; i < 10_000; i++) {
            table.put(i % 100, i / 100, i, 20_000 + i);
        }
        for (int i = 0; i < 10_000; i++) {
            long merge = table.find(i % 100, i / 100);
            assertThat(PairTable.rank(merge)).isEqualTo(i);
            assertThat(PairTable.made(merge)).isEqualTo(20_000 + i);
        }
        assertThat(table.find(100, 0)).isEqualTo(PairTable.NONE);
    }
}
