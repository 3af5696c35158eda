package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.vsa.Mixing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An updated engram equals a fresh ingest, and costs what has changed. */
class UpdateTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
        Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    private UpdateResult update() throws IOException {
        return Engram.update(source, engram, 2, Progress.none());
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    private void assertEqualsFreshIngest(String name) throws IOException {
        Path fresh = temp.resolve(name + ".engram");
        Engram.ingest(source, fresh, OPTIONS, Progress.none());
        assertThat(digest(engram)).isEqualTo(digest(fresh));
        try (Engram a = Engram.open(engram);
                Engram b = Engram.open(fresh)) {
            assertThat(a.info().passages()).isEqualTo(b.info().passages());
            for (String query : List.of("walk the dog", "number3", "bark", "fresh bone")) {
                assertThat(a.query(query, QueryOptions.top(100)))
                        .extracting(Hit::path, Hit::startLine, Hit::score)
                        .containsExactlyInAnyOrderElementsOf(
                                b.query(query, QueryOptions.top(100)).hits().stream()
                                        .map(
                                                h ->
                                                        org.assertj.core.groups.Tuple.tuple(
                                                                h.path(), h.startLine(), h.score()))
                                        .toList());
            }
        }
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void anUnchangedTreeCostsNothing() throws IOException {
        String before;
        try (Engram open = Engram.open(engram)) {
            before = open.info().snapshot();
        }
        UpdateResult result = update();
        assertThat(result)
                .returns(0L, UpdateResult::added)
                .returns(0L, UpdateResult::modified)
                .returns(0L, UpdateResult::removed)
                .returns(7L, UpdateResult::unchanged)
                .returns(0L, UpdateResult::bytesRead)
                .returns(0L, UpdateResult::bytesWritten)
                .returns(before, UpdateResult::snapshot);
    }

    @Test
    void countsAndDropsWhatIsStale() throws IOException {
        Files.writeString(
                source.resolve("src/File1.java"), "class File1 { int meow() { return 0; } }");
        Files.delete(source.resolve("src/File2.java"));
        Files.createDirectories(source.resolve("new/deep"));
        Files.writeString(source.resolve("new/deep/fresh.md"), "# Fresh bone\n");
        Files.setLastModifiedTime(source.resolve("README.md"), FileTime.fromMillis(86_400_000));
        UpdateResult result = update();
        assertThat(result)
                .returns(1L, UpdateResult::added)
                .returns(1L, UpdateResult::modified)
                .returns(1L, UpdateResult::removed)
                .returns(5L, UpdateResult::unchanged);
        assertThat(result.bytesRead()).isLessThan(120);
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("number1", QueryOptions.defaults())).isEmpty();
            assertThat(open.query("number2", QueryOptions.defaults())).isEmpty();
            assertThat(open.query("meow", QueryOptions.defaults())).hasSize(1);
            assertThat(open.query("bark", QueryOptions.defaults())).hasSize(1);
        }
        assertEqualsFreshIngest("fresh");
    }

    @Test
    void kindsMayChange() throws IOException {
        Files.delete(source.resolve("README.md"));
        Files.createDirectories(source.resolve("README.md/now-a-folder"));
        Files.writeString(source.resolve("README.md/now-a-folder/x.md"), "fresh");
        Files.move(source.resolve("src/File0.java"), temp.resolve("aside"));
        Files.createSymbolicLink(source.resolve("src/File0.java"), Path.of("File1.java"));
        UpdateResult result = update();
        assertThat(result.removed()).isEqualTo(2);
        assertThat(result.added()).isEqualTo(1);
        assertEqualsFreshIngest("fresh");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyUpdatesStillEqualAFreshIngest(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 14; round++) {
            for (int change = 0; change < 1 + random.nextInt(4); change++) {
                mutate(random, round * 10 + change);
            }
            update();
            if (round % 4 == 3) {
                assertEqualsFreshIngest("fresh" + round);
            }
        }
        try (Stream<Path> segments = Files.list(engram.resolve("index"))) {
            assertThat(segments.count()).isPositive();
        }
        try (Engram open = Engram.open(engram)) {
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out"))).isEqualTo(Trees.describe(source));
    }

    private void mutate(Random random, int number) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path victim = files.get(random.nextInt(files.size()));
        switch (random.nextInt(4)) {
            case 0 -> {
                if (files.size() > 3) {
                    Files.delete(victim);
                }
            }
            case 1 ->
                    Files.writeString(
                            victim,
                            "class Other"
                                    + number
                                    + " { void bark"
                                    + number
                                    + "() { go("
                                    + Mixing.mix(number)
                                    + "); } }");
            case 2 -> {
                Path folder = Files.createDirectories(source.resolve("d" + random.nextInt(3)));
                Files.writeString(
                        folder.resolve("n" + number + ".md"), "# Fresh bone " + number + "\n");
            }
            default -> Files.setLastModifiedTime(victim, FileTime.fromMillis(1_000_000L * number));
        }
    }

    @Test
    void needsAnEngram() {
        assertThatThrownBy(
                        () ->
                                Engram.update(
                                        source, temp.resolve("none.engram"), 1, Progress.none()))
                .hasMessageStartingWith("no engram at");
        assertThat(temp.resolve("none.engram")).doesNotExist();
    }
}
