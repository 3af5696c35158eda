package dev.engram.engram.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.Trees;
import dev.engram.engram.internal.bytes.Id;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChunkerTest {

    private static List<byte[]> chunks(byte[] bytes) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = Chunker.end(bytes, at, bytes.length);
            chunks.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return chunks;
    }

    @Test
    void sizesStayWithinBoundsAndNearTheAverage() {
        List<byte[]> chunks = chunks(Trees.noise(40 << 20, 3));
        for (byte[] chunk : chunks.subList(0, chunks.size() - 1)) {
            assertThat(chunk.length).isBetween(Chunker.MIN_BYTES, Chunker.MAX_BYTES);
        }
        assertThat(chunks.size()).isBetween(100, 250);
        assertThat(chunks(new byte[5 << 20])).allMatch(c -> c.length == Chunker.MAX_BYTES);
    }

    @Property(tries = 10)
    void aChangeTouchesOnlyTheChunksAroundIt(
            @ForAll @IntRange(min = 1, max = 5_900_000) int at,
            @ForAll @IntRange(min = 1, max = 300) int inserted) {
        byte[] before = Trees.noise(6_000_000, 9);
        byte[] after = new byte[before.length + inserted];
        System.arraycopy(before, 0, after, 0, at);
        System.arraycopy(Trees.noise(inserted, at), 0, after, at, inserted);
        System.arraycopy(before, at, after, at + inserted, before.length - at);
        Set<Id> known = new HashSet<>();
        chunks(before).forEach(c -> known.add(Id.hash(c)));
        List<byte[]> now = chunks(after);
        long changed = now.stream().filter(c -> !known.contains(Id.hash(c))).count();
        assertThat(changed).isLessThanOrEqualTo(4);
    }

    @Test
    void theCutsAreThoseOfTheFormat() {
        List<byte[]> chunks = chunks(Trees.noise(3 << 20, 1));
        assertThat(chunks.stream().limit(3).map(c -> c.length)).containsExactly(GOLDEN);
    }

    private static final Integer[] GOLDEN = {390867, 262343, 285176};
}
