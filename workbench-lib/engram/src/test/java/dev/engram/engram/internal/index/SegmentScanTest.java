package dev.engram.engram.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.vsa.Hypervector;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the scan leaves out changes no answer: hits, scores and ties equal those of going through
 * all stored vectors, first and again when the highest grades are known.
 */
class SegmentScanTest {

    @TempDir Path temp;

    private final List<Searcher.Part> parts = new ArrayList<>();
    private final List<List<Hypervector>> stored = new ArrayList<>();

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(3000));
            text.append("word").append(Integer.toString(rank, 36)).append("x ");
        }
        return text.toString();
    }

    /** Segments of files in folders, some of several passages, some deleted. */
    private void index(LexicalFormat format, Random random, Arena arena) throws IOException {
        StoreLayout layout = new StoreLayout(temp.resolve("x"));
        layout.create();
        PassageIndexer indexer = new PassageIndexer(format);
        for (int s = 1 + random.nextInt(3); s > 0; s--) {
            for (int f = 5 + random.nextInt(60); f > 0; f--) {
                String path = "a" + random.nextInt(3) + "/b" + random.nextInt(3) + "/f" + s + f;
                String content = text(random, 1 + random.nextInt(random.nextBoolean() ? 20 : 900));
                byte[] bytes =
                        content.replace("x word1", "x\n\nword1").getBytes(StandardCharsets.UTF_8);
                byte[] name = path.getBytes(StandardCharsets.UTF_8);
                indexer.index(name, name, bytes, 0, bytes.length);
            }
            SegmentWriter.Written written =
                    new SegmentWriter(format, List.of(indexer.take()))
                            .write(StoreFiles.disk(), layout);
            SegmentReader reader = SegmentReader.open(layout, written.id(), arena);
            BitSet deleted = new BitSet();
            for (int f = 0; f < reader.files() && s == 1; f++) {
                deleted.set(f, random.nextInt(4) == 0);
            }
            parts.add(new Searcher.Part(reader, deleted));
            stored.add(reader.vectors());
        }
    }

    private List<Searcher.Match> slowly(QueryVector query, int k, String scope, boolean best) {
        List<Searcher.Match> matches = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            SegmentReader segment = parts.get(p).segment();
            for (int f = 0; f < segment.files(); f++) {
                String path = new String(segment.path(f), StandardCharsets.UTF_8);
                boolean inside = path.equals(scope) || path.startsWith(scope + "/");
                if (parts.get(p).deleted().get(f) || !(inside || scope.isEmpty())) {
                    continue;
                }
                List<Searcher.Match> ofFile = new ArrayList<>();
                for (int i = segment.firstPassage(f); i < segment.firstPassage(f + 1); i++) {
                    long dot = 0;
                    for (int position : query.positions()) {
                        dot += (long) query.at(position) * stored.get(p).get(i).trit(position);
                    }
                    ofFile.add(new Searcher.Match(p, i, dot));
                }
                ofFile.sort(Comparator.comparingLong(Searcher.Match::dot).reversed());
                matches.addAll(best ? ofFile.subList(0, Math.min(1, ofFile.size())) : ofFile);
            }
        }
        matches.removeIf(m -> m.dot() <= 0);
        matches.sort(
                Comparator.comparingLong(Searcher.Match::dot)
                        .reversed()
                        .thenComparing(Searcher.Match::part)
                        .thenComparing(Searcher.Match::passage));
        return matches.subList(0, Math.min(k, matches.size()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void leavesOutOnlyWhatCannotCount(long seed) throws IOException {
        Random random = new Random(seed);
        int dimension = new int[] {10_000, 50_000, 100_000}[random.nextInt(3)];
        try (Arena arena = Arena.ofConfined()) {
            index(LexicalFormat.of(dimension), random, arena);
            Searcher searcher = new Searcher(parts);
            List<String> scopes = List.of("", "a0", "a1/b2", "a1/b", "nowhere");
            for (int q = 0; q < 12; q++) {
                QueryVector query = searcher.query(text(random, 1 + random.nextInt(25)));
                for (String scope : scopes) {
                    byte[] path = scope.getBytes(StandardCharsets.UTF_8);
                    for (int k : new int[] {1, 10, 100_000}) {
                        for (boolean best : new boolean[] {false, true}) {
                            assertThat(searcher.search(query, k, path, best))
                                    .as("seed %d, query %d, scope %s, k %d", seed, q, scope, k)
                                    .isEqualTo(slowly(query, k, scope, best));
                        }
                    }
                }
            }
        }
    }
}
