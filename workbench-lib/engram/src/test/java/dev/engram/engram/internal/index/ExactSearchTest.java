package dev.engram.engram.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import dev.engram.vsa.Mixing;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Search over postings is the plain dot product with the stored hypervectors, and nothing else. */
class ExactSearchTest {

    @TempDir Path temp;

    /** Words with a Zipf-like distribution, so that some are everywhere and many are rare. */
    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(4000));
            text.append("word").append(Integer.toString(rank, 36)).append("x ");
        }
        return text.toString();
    }

    /** The hypervector of a passage, computed the slow way from the definition. */
    private static Hypervector encodeSlowly(LexicalFormat format, String text) {
        List<String> tokens = Tokenizer.tokens(text);
        Map<String, Integer> counts = new HashMap<>();
        tokens.forEach(t -> counts.merge(t, 1, Integer::sum));
        for (int unit = format.unit() * 64; unit > 0; unit--) {
            Counters sum = new Counters(format.dimension());
            int trits = 0;
            for (Map.Entry<String, Integer> e : counts.entrySet()) {
                byte[] utf8 = e.getKey().getBytes(StandardCharsets.UTF_8);
                int[] codes = format.codebook().codes(Mixing.hash(utf8, 0, utf8.length));
                double weight = LexicalFormat.weight(e.getValue(), tokens.size());
                int grade = Math.min(format.depth(), (int) (unit / 64.0 * weight + 0.5));
                trits += grade;
                sum.add(Hypervector.of(format.dimension(), java.util.Arrays.copyOf(codes, grade)));
            }
            if (trits <= format.maxTrits()) {
                return sum.sign();
            }
        }
        throw new AssertionError("no unit is small enough");
    }

    private List<SegmentReader> segments(
            LexicalFormat format, List<String> texts, int perSegment, Arena arena)
            throws IOException {
        StoreLayout layout = new StoreLayout(temp.resolve("x" + format.dimension()));
        layout.create();
        List<SegmentReader> readers = new ArrayList<>();
        PassageIndexer indexer = new PassageIndexer(format);
        for (int from = 0; from < texts.size(); from += perSegment) {
            List<PassageLog> logs = new ArrayList<>();
            for (int i = from; i < Math.min(texts.size(), from + perSegment); i++) {
                byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
                byte[] name = ("f" + i).getBytes(StandardCharsets.UTF_8);
                indexer.index(name, name, bytes, 0, bytes.length);
                if (i % 7 == 0) {
                    logs.add(indexer.take());
                }
            }
            logs.add(indexer.take());
            SegmentWriter.Written written =
                    new SegmentWriter(format, logs).write(StoreFiles.disk(), layout);
            SegmentReader reader = SegmentReader.open(layout, written.id(), arena);
            reader.verify();
            readers.add(reader);
        }
        return readers;
    }

    @ParameterizedTest
    @CsvSource({"10000, 60, 1", "10000, 400, 2", "100000, 90, 3", "50000, 700, 4"})
    void scoresAreDotProductsWithTheStoredVectors(int dimension, int words, long seed)
            throws IOException {
        LexicalFormat format = LexicalFormat.of(dimension);
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            texts.add(text(random, 1 + random.nextInt(words)));
        }
        try (Arena arena = Arena.ofConfined()) {
            List<Searcher.Part> parts = new ArrayList<>();
            List<Hypervector> stored = new ArrayList<>();
            List<Searcher.Match> places = new ArrayList<>();
            for (SegmentReader reader : segments(format, texts, 60, arena)) {
                List<Hypervector> vectors = reader.vectors();
                for (int p = 0; p < vectors.size(); p++) {
                    places.add(new Searcher.Match(parts.size(), p, 0));
                }
                stored.addAll(vectors);
                parts.add(new Searcher.Part(reader, new BitSet()));
            }
            assertThat(stored).hasSize(150);
            for (int i = 0; i < 150; i++) {
                assertThat(stored.get(i)).isEqualTo(encodeSlowly(format, texts.get(i)));
                assertThat(stored.get(i).nonZeros()).isLessThanOrEqualTo(format.maxTrits());
            }
            Searcher searcher = new Searcher(parts);
            for (int q = 0; q < 25; q++) {
                QueryVector query = searcher.query(text(random, 1 + random.nextInt(30)));
                Counters plain = new Counters(dimension);
                for (int position : query.positions()) {
                    plain.add(Hypervector.of(dimension, position << 1), query.at(position));
                }
                List<Searcher.Match> expected = new ArrayList<>();
                for (int i = 0; i < stored.size(); i++) {
                    long dot = plain.dot(stored.get(i));
                    if (dot > 0) {
                        expected.add(
                                new Searcher.Match(
                                        places.get(i).part(), places.get(i).passage(), dot));
                    }
                }
                expected.sort(
                        Comparator.comparingLong(Searcher.Match::dot)
                                .reversed()
                                .thenComparing(Searcher.Match::part)
                                .thenComparing(Searcher.Match::passage));
                for (int k : new int[] {1, 3, 10, 1000}) {
                    assertThat(searcher.search(query, k, new byte[0], false))
                            .isEqualTo(expected.subList(0, Math.min(k, expected.size())));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10000", "100000"})
    void collisionsAreThereAndAreResolved(int dimension) throws IOException {
        LexicalFormat format = LexicalFormat.of(dimension);
        Random random = new Random(11);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(text(random, 300));
        }
        try (Arena arena = Arena.ofConfined()) {
            SegmentReader reader = segments(format, texts, 200, arena).getFirst();
            int[] excesses = {0};
            for (int p = 0; p < dimension; p++) {
                reader.excesses(p, (passage, amount) -> excesses[0]++);
            }
            assertThat(excesses[0]).as("same-sign collisions in the sample").isPositive();
            assertThat(reader.vectors().get(17)).isEqualTo(encodeSlowly(format, texts.get(17)));
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void frequenciesCountWhatIsNotDeleted(boolean delete) throws IOException {
        LexicalFormat format = LexicalFormat.of(10_000);
        List<String> texts = List.of("apple pear", "apple", "plum", "apple plum");
        try (Arena arena = Arena.ofConfined()) {
            SegmentReader reader = segments(format, texts, 10, arena).getFirst();
            BitSet deleted = new BitSet();
            if (delete) {
                deleted.set(1);
            }
            Searcher searcher = new Searcher(List.of(new Searcher.Part(reader, deleted)));
            byte[] token = Tokenizer.tokens("apple").getFirst().getBytes(StandardCharsets.UTF_8);
            long hash = Mixing.hash(token, 0, token.length);
            assertThat(searcher.frequency(hash)).isEqualTo(delete ? 2 : 3);
            assertThat(searcher.passages()).isEqualTo(delete ? 3 : 4);
            assertThat(searcher.search(searcher.query("apple"), 9, new byte[0], false))
                    .extracting(Searcher.Match::passage)
                    .containsExactlyInAnyOrder(
                            delete ? new Integer[] {0, 3} : new Integer[] {0, 1, 3});
        }
    }
}
