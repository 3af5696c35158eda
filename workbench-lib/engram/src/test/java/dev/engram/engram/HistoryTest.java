package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engram tells about its snapshots. */
class HistoryTest {

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
        Engram.ingest(
                source, engram, IngestOptions.defaults().withDimension(10_000), Progress.none());
    }

    private void update() throws IOException {
        Engram.update(source, engram, 2, Progress.none());
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void changeOfEveryKind() throws IOException {
        Files.createDirectories(source.resolve("new/deep"));
        Files.writeString(source.resolve("new/deep/x.md"), "# fresh\n");
        Files.writeString(source.resolve("src/File1.java"), "class File1 {}");
        Files.delete(source.resolve("src/File2.java"));
        Files.delete(source.resolve("src/File3.java"));
        Files.createDirectories(source.resolve("src/File3.java"));
        mode(source.resolve("src/File4.java"), "rwx------");
        Files.createSymbolicLink(source.resolve("link"), Path.of("README.md"));
    }

    @Test
    void logTellsWhatEachSnapshotChanged() throws IOException {
        changeOfEveryKind();
        update();
        Files.delete(source.resolve("link"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("src"));
        update();
        History log = Engram.log(engram);
        assertThat(log)
                .extracting(
                        History.Entry::files,
                        History.Entry::added,
                        History.Entry::modified,
                        History.Entry::removed)
                .containsExactly(
                        tuple(6L, 0L, 0L, 0L), tuple(6L, 1L, 1L, 2L), tuple(7L, 7L, 0L, 0L));
        History.Entry newest = log.snapshots().getFirst();
        try (Engram open = Engram.open(engram)) {
            EngramInfo info = open.info();
            assertThat(newest.id()).isEqualTo(info.snapshot());
            assertThat(newest.taken()).isEqualTo(info.taken());
            assertThat(newest.bytes()).isEqualTo(info.bytes());
            assertThat(newest.passages()).isEqualTo(info.passages());
            assertThat(newest.source()).isEqualTo(source.toString());
        }
        String oldest = log.snapshots().getLast().id();
        try (Engram open = Engram.open(engram, oldest)) {
            assertThat(open.info().snapshot()).as("info names what is shown").isEqualTo(oldest);
        }
        assertThat(log.toString().lines()).hasSize(3).first().asString().contains("+0 ~0 -0");
    }

    @Test
    void diffNamesEveryKindOfChange() throws IOException {
        changeOfEveryKind();
        update();
        Differences differences = Engram.diff(engram, "", "");
        assertThat(differences)
                .extracting(
                        Differences.Entry::change,
                        Differences.Entry::path,
                        Differences.Entry::kindBefore,
                        Differences.Entry::kind)
                .containsExactly(
                        tuple("added", "link", "", "link"),
                        tuple("added", "new", "", "folder"),
                        tuple("added", "new/deep", "", "folder"),
                        tuple("added", "new/deep/x.md", "", "file"),
                        tuple("modified", "src/File1.java", "file", "file"),
                        tuple("removed", "src/File2.java", "file", ""),
                        tuple("type", "src/File3.java", "file", "folder"),
                        tuple("mode", "src/File4.java", "file", "file"));
        Differences.Entry modified = differences.entries().get(4);
        assertThat(modified.bytes()).isEqualTo(14);
        assertThat(modified.bytesBefore()).isGreaterThan(50);
        Differences.Entry mode = differences.entries().get(7);
        assertThat(mode.mode()).isEqualTo("0700");
        assertThat(mode.modeBefore()).isNotEqualTo("0700");
        assertThat(differences.toString())
                .contains(
                        "type      src/File3.java  (file -> folder)",
                        "4 added, 1 modified, 1 removed, 1 of another type, 1 of another mode");
        Differences back = Engram.diff(engram, differences.to(), differences.from());
        assertThat(back.count("removed")).isEqualTo(4);
        assertThat(back.count("added")).isEqualTo(1);
    }

    @Test
    void linksDifferByTheirTargetAndTheTopByItsMode() throws IOException {
        Files.createSymbolicLink(source.resolve("link"), Path.of("README.md"));
        update();
        Files.delete(source.resolve("link"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("src"));
        mode(source, "rwx------");
        update();
        assertThat(Engram.diff(engram, "", ""))
                .extracting(Differences.Entry::change, Differences.Entry::path)
                .containsExactly(tuple("mode", "."), tuple("modified", "link"));
    }

    @Test
    void snapshotsAreNamedByTheBeginningOfTheirIds() throws IOException {
        assertThatThrownBy(() -> Engram.diff(engram, "", ""))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("no snapshot before");
        String id = Engram.log(engram).snapshots().getFirst().id();
        assertThat(Engram.diff(engram, id.substring(0, 10), id).entries()).isEmpty();
        assertThatThrownBy(() -> Engram.diff(engram, "zz", ""))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("no snapshot zz", "engram log"));
    }

    /** Random trees: what diff says is what comparing all paths says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void diffEqualsComparingEveryPath(long seed) throws IOException {
        Random random = new Random(seed);
        for (int change = 0; change < 12; change++) {
            Path folder = source.resolve("d" + random.nextInt(3) + "/e" + random.nextInt(2));
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("f" + random.nextInt(4)), "content " + change);
        }
        update();
        Map<String, String> before = content();
        for (int change = 0; change < 8; change++) {
            Path folder = source.resolve("d" + random.nextInt(3) + "/e" + random.nextInt(2));
            Files.createDirectories(folder);
            Path file = folder.resolve("f" + random.nextInt(4));
            if (random.nextBoolean()) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, "other " + change);
            }
        }
        update();
        Map<String, String> now = content();
        Map<String, String> expected = new HashMap<>();
        before.forEach((path, was) -> expected.put(path, now.containsKey(path) ? "" : "removed"));
        now.forEach(
                (path, is) ->
                        expected.put(
                                path,
                                !before.containsKey(path)
                                        ? "added"
                                        : before.get(path).equals(is) ? "" : "modified"));
        expected.values().removeIf(String::isEmpty);
        Map<String, String> said = new HashMap<>();
        Engram.diff(engram, "", "").forEach(e -> said.put(e.path(), e.change()));
        assertThat(said).as("seed %d", seed).isEqualTo(expected);
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> found = new HashMap<>();
        List<Path> all;
        try (var walk = Files.walk(source)) {
            all = walk.filter(p -> !p.equals(source)).toList();
        }
        for (Path path : all) {
            found.put(
                    source.relativize(path).toString(),
                    Files.isDirectory(path) ? "folder" : Files.readString(path));
        }
        return found;
    }
}
