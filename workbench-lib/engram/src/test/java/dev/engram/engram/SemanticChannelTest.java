package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.semantic.Embedders;
import dev.engram.engram.internal.semantic.SemanticChannel;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticQuery;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.semantic.Fusion;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The semantic channel is stored, followed by updates, scored exactly and fused. */
class SemanticChannelTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withSemantic("words");
    private static final List<String> WORDS =
            List.of(
                    "parse", "date", "tree", "index", "walk", "bone", "river", "cell", "lock",
                    "queue", "merge", "score", "frame", "chunk", "glob", "trit", "kernel");

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        engram = temp.resolve("x.engram");
    }

    /** Files of random sentences, a few paragraphs each. */
    private void fill(int files, long seed) throws IOException {
        Random random = new Random(seed);
        for (int f = 0; f < files; f++) {
            StringBuilder text = new StringBuilder();
            for (int p = 0; p < 1 + random.nextInt(3); p++) {
                text.append("# part ").append(p).append('\n');
                for (int w = 0; w < 12; w++) {
                    text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
                }
                text.append("\n\n");
            }
            Files.writeString(source.resolve("f" + f + ".md"), text);
        }
    }

    private IngestResult ingest() throws IOException {
        return Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    @Test
    void scoresAreTheDotProductsOfTheStoredTrits() throws IOException {
        fill(40, 1);
        ingest();
        StoreLayout layout = new StoreLayout(engram);
        Snapshot snapshot = Snapshot.read(layout, RootFile.read(layout).head());
        SemanticChannel channel = SemanticChannel.of(snapshot).orElseThrow();
        SemanticFormat format = channel.format();
        Embedder embedder = Embedders.open("words", Progress.none());
        Map<String, Double> expected = new HashMap<>();
        SemanticQuery query =
                SemanticQuery.of(embedder.embedQuery("walk the river"), format.projection());
        try (Arena arena = Arena.ofConfined();
                Engram open = Engram.open(engram)) {
            for (int s = 0; s < snapshot.segments().size(); s++) {
                SegmentReader segment =
                        SegmentReader.open(layout, snapshot.segments().get(s).segment(), arena);
                SemanticReader trits =
                        SemanticReader.open(layout, channel.files().get(s).orElseThrow(), arena);
                assertThat(trits.covered()).isEqualTo(segment.passages());
                assertThat(trits.segment()).isEqualTo(segment.id());
                int[] sums = trits.dotProducts(query);
                for (int p = 0; p < trits.passages(); p++) {
                    int[] row = trits.trits(p);
                    int dot = 0;
                    int nonZeros = 0;
                    for (int i = 0; i < row.length; i++) {
                        dot += row[i] * query.weight(i);
                        nonZeros += Math.abs(row[i]);
                    }
                    assertThat(nonZeros).isEqualTo(format.nonZeros());
                    assertThat(sums[p]).as("passage %d", p).isEqualTo(dot);
                    SegmentReader.Place place = segment.place(p);
                    expected.put(
                            new String(segment.path(segment.fileOf(p))) + ":" + place.startLine(),
                            query.score(dot));
                }
            }
            Hits hits =
                    open.query(
                            "walk the river", QueryOptions.top(1000).withChannel(Channel.SEMANTIC));
            assertThat(hits.size()).isGreaterThan(10);
            for (Hit hit : hits) {
                assertThat(hit.score())
                        .isEqualTo(expected.get(hit.path() + ":" + hit.startLine()))
                        .isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void theTritsAreThoseOfTheProjection() throws IOException {
        fill(5, 2);
        ingest();
        Embedder embedder = Embedders.open("words", Progress.none());
        StoreLayout layout = new StoreLayout(engram);
        Snapshot snapshot = Snapshot.read(layout, RootFile.read(layout).head());
        SemanticChannel channel = SemanticChannel.of(snapshot).orElseThrow();
        List<String> texts = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                Engram open = Engram.open(engram)) {
            open.passages(p -> texts.add(p.text()));
            SemanticReader trits =
                    SemanticReader.open(layout, channel.files().getFirst().orElseThrow(), arena);
            for (int p = 0; p < trits.passages(); p++) {
                int[] expected = new int[channel.format().dimension()];
                for (int code :
                        channel.format().projection().encode(embedder.embedQuery(texts.get(p)))) {
                    expected[code >>> 1] = (code & 1) == 0 ? 1 : -1;
                }
                assertThat(trits.trits(p)).isEqualTo(expected);
            }
        }
    }

    @Test
    void fusedScoresAreTheZSumOfBothChannels() throws IOException {
        fill(30, 3);
        ingest();
        QueryOptions all = QueryOptions.top(10_000);
        try (Engram open = Engram.open(engram)) {
            List<String> keys = new ArrayList<>();
            open.passages(p -> keys.add(p.path() + ":" + p.startLine()));
            Map<String, Double> lexical = scores(open, all.withChannel(Channel.LEXICAL));
            Map<String, Double> fused = scores(open, all.withChannel(Channel.FUSED));
            StoreLayout layout = new StoreLayout(engram);
            Snapshot snapshot = Snapshot.read(layout, RootFile.read(layout).head());
            SemanticChannel channel = SemanticChannel.of(snapshot).orElseThrow();
            SemanticQuery query =
                    SemanticQuery.of(
                            Embedders.open("words", Progress.none()).embedQuery("merge a queue"),
                            channel.format().projection());
            double[] words = new double[keys.size()];
            double[] meaning = new double[keys.size()];
            try (Arena arena = Arena.ofConfined()) {
                int[] dots =
                        SemanticReader.open(layout, channel.files().getFirst().orElseThrow(), arena)
                                .dotProducts(query);
                for (int i = 0; i < words.length; i++) {
                    words[i] = lexical.getOrDefault(keys.get(i), 0.0);
                    meaning[i] = query.score(dots[i]);
                }
            }
            double[] expected = Fusion.Z_SUM.fuse(words, meaning, FusedRanking.LIGHT_WEIGHT);
            assertThat(fused.size()).isGreaterThan(20);
            for (int i = 0; i < words.length; i++) {
                if (fused.containsKey(keys.get(i))) {
                    assertThat(fused.get(keys.get(i))).isCloseTo(expected[i], within(1e-9));
                } else {
                    assertThat(words[i]).isZero();
                    assertThat(meaning[i]).isLessThanOrEqualTo(0);
                }
            }
            assertThat(scores(open, all)).isEqualTo(fused);
        }
    }

    private static Map<String, Double> scores(Engram engram, QueryOptions options)
            throws IOException {
        Map<String, Double> scores = new HashMap<>();
        double last = Double.MAX_VALUE;
        for (Hit hit : engram.query("merge a queue", options)) {
            assertThat(hit.score()).isLessThanOrEqualTo(last);
            last = hit.score();
            scores.put(hit.path() + ":" + hit.startLine(), hit.score());
        }
        return scores;
    }

    @Test
    void anUpdateEqualsAFreshIngest() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        fill(30, seed);
        ingest();
        String untouched = digest(engram);
        for (int round = 0; round < 11; round++) {
            for (int i = 0; i < 3; i++) {
                Path file = source.resolve("f" + random.nextInt(40) + ".md");
                if (random.nextInt(4) == 0) {
                    Files.deleteIfExists(file);
                } else {
                    Files.writeString(
                            file, "round " + round + " " + WORDS.get(random.nextInt(17)) + "\n");
                }
            }
            Engram.update(source, engram, 2, Progress.none());
        }
        Path fresh = temp.resolve("fresh.engram");
        Engram.ingest(source, fresh, OPTIONS, Progress.none());
        assertThat(digest(engram))
                .as("seed %d", seed)
                .isEqualTo(digest(fresh))
                .isNotEqualTo(untouched);
        Path lexicalOnly = temp.resolve("lexical.engram");
        Engram.ingest(
                source,
                lexicalOnly,
                OPTIONS.withSemantic(IngestOptions.NO_SEMANTIC),
                Progress.none());
        assertThat(digest(fresh)).isNotEqualTo(digest(lexicalOnly));
        try (Engram a = Engram.open(engram);
                Engram b = Engram.open(fresh)) {
            assertThat(scores(a, QueryOptions.top(1000)).keySet())
                    .as("seed %d", seed)
                    .isEqualTo(scores(b, QueryOptions.top(1000)).keySet());
        }
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void aDamagedFileIsFound() throws IOException {
        fill(10, 4);
        ingest();
        Path file;
        try (var found = Files.list(new StoreLayout(engram).folder(FileKind.SEMANTIC))) {
            file = found.filter(f -> f.toString().endsWith(".semantic")).findAny().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        assertThat(Engram.check(engram, Progress.none()).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.kind()).isEqualTo("semantic"));
        Files.delete(file);
        assertThat(Engram.check(engram, Progress.none()).ok()).isFalse();
        assertThatThrownBy(() -> Engram.open(engram))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void whatIsNotThereIsSaidClearly() throws IOException {
        fill(4, 5);
        assertUsage(
                () -> Engram.ingest(source, engram, OPTIONS.withSemantic("wrods"), Progress.none()),
                "wrods");
        assertThat(engram).doesNotExist();
        Engram.ingest(
                source, engram, OPTIONS.withSemantic(IngestOptions.NO_SEMANTIC), Progress.none());
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("walk", QueryOptions.top(100)).size()).isPositive();
            assertUsage(
                    () -> open.query("walk", QueryOptions.top(3).withChannel(Channel.SEMANTIC)),
                    "no semantic channel");
        }
        assertUsage(() -> Channel.of("lexcal"), "lexcal");
    }

    @Test
    void anotherVersionOfTheEmbedderIsRefused() throws IOException {
        fill(4, 6);
        Engram.ingest(source, engram, OPTIONS.withSemantic("changed-words"), Progress.none());
        String before = digest(engram);
        WordEmbedders.version = 2;
        try (Engram open = Engram.open(engram)) {
            assertUsage(() -> open.query("walk", QueryOptions.defaults()), "another version");
            assertUsage(() -> Engram.update(source, engram, 1, Progress.none()), "another version");
            assertThat(open.query("walk", QueryOptions.top(9).withChannel(Channel.LEXICAL)).size())
                    .isPositive();
        } finally {
            WordEmbedders.version = 1;
        }
        assertThat(digest(engram)).isEqualTo(before);
    }

    @Test
    void theScopeNarrowsWithoutChangingScores() throws IOException {
        fill(12, 7);
        Files.createDirectories(source.resolve("sub"));
        Files.writeString(source.resolve("sub/one.md"), "merge the queue\n");
        ingest();
        try (Engram open = Engram.open(engram)) {
            Map<String, Double> all = scores(open, QueryOptions.top(1000));
            Map<String, Double> below = scores(open, QueryOptions.top(1000).withScope("sub"));
            assertThat(below).containsOnlyKeys("sub/one.md:1");
            assertThat(below.get("sub/one.md:1")).isEqualTo(all.get("sub/one.md:1"));
            assertThat(open.queryFiles("merge", QueryOptions.top(100)).hits())
                    .extracting(Hit::path)
                    .doesNotHaveDuplicates();
        }
    }

    private static void assertUsage(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(WorkbenchException.Category.USAGE);
                            assertThat(e.userMessage()).contains(part);
                            assertThat(e.userMessage().lines().count()).isLessThanOrEqualTo(2);
                        });
    }

    /** Names of files are never mistaken for others. */
    @Test
    void everyFileOfTheChannelIsNamedByTheSnapshot() throws IOException {
        fill(6, 8);
        ingest();
        StoreLayout layout = new StoreLayout(engram);
        Snapshot snapshot = Snapshot.read(layout, RootFile.read(layout).head());
        List<Id> named =
                snapshot.fileRefs().stream()
                        .filter(r -> r.kind() == FileKind.SEMANTIC)
                        .map(r -> r.id())
                        .toList();
        assertThat(named).hasSize(snapshot.segments().size()).isNotEmpty();
        named.forEach(id -> assertThat(layout.path(FileKind.SEMANTIC, id)).exists());
    }
}
