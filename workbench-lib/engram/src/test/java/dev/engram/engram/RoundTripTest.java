package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.tree.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out: every kind of entry, bit for bit. */
class RoundTripTest {

    @TempDir Path temp;
    private Path source;
    private Path engram;
    private Path output;

    @BeforeEach
    void places() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        engram = temp.resolve("x.engram");
        output = temp.resolve("out");
    }

    private void ingest() throws IOException {
        Engram.ingest(source, engram, IngestOptions.defaults().withThreads(3), Progress.none());
    }

    private ExtractResult extract(ExtractOptions options) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.extract(output, options, Progress.none());
        }
    }

    private void assertSameAfterRoundTrip() throws IOException {
        ingest();
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        extract(ExtractOptions.defaults());
        assertThat(Trees.describe(output)).isEqualTo(Trees.describe(source));
    }

    @Test
    void everyKindOfContent() throws IOException {
        Trees.small(source);
        Files.write(source.resolve("empty"), new byte[0]);
        Files.write(source.resolve("noise.bin"), Trees.noise(3_000_000, 1));
        Files.write(source.resolve("zeros.bin"), new byte[5_000_000]);
        Files.write(source.resolve("exactly.bin"), Trees.noise(256 << 10, 2));
        Files.write(source.resolve("more.bin"), Trees.noise((256 << 10) + 1, 3));
        Files.write(
                source.resolve("latin1.txt"),
                "Stra\u00DFe caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(source.resolve("utf8.txt"), "Straße café 漢字 \uD83D\uDE00\n");
        Files.writeString(source.resolve("long-line.js"), "x=1;".repeat(200_000));
        assertSameAfterRoundTrip();
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("café", QueryOptions.defaults()))
                    .extracting(Hit::path)
                    .containsExactlyInAnyOrder("latin1.txt", "utf8.txt");
            assertThat(open.query("漢", QueryOptions.defaults()).first().path())
                    .isEqualTo("utf8.txt");
        }
    }

    @Test
    void modesTimesAndEmptyFolders() throws IOException {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews())
                .as("POSIX modes")
                .contains("posix");
        Path nested = Files.createDirectories(source.resolve("a/b/c/empty"));
        Path script = Files.writeString(source.resolve("a/run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setAttribute(script, "unix:mode", 04755);
        Path secret = Files.writeString(source.resolve("a/secret"), "s");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(nested, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(
                secret, FileTime.from(Instant.parse("1999-12-31T23:59:59.123456Z")));
        Files.setLastModifiedTime(nested, FileTime.from(Instant.parse("1960-01-01T00:00:00Z")));
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        assertSameAfterRoundTrip();
    }

    @Test
    void symbolicLinksOfEverySort() throws IOException {
        Files.createDirectories(source.resolve("folder"));
        Files.writeString(source.resolve("folder/file"), "x");
        link("relative", "folder/file");
        link("dangling", "no/such/thing");
        link("absolute", "/etc/hostname");
        link("up", "../../outside");
        link("to-folder", "folder");
        link("trailing", "folder/");
        link("double", "folder//file");
        link("dot", ".");
        Files.createSymbolicLink(
                source.resolve("bytes"),
                PathBytes.targetPath(new byte[] {'a', (byte) 0xFF, '/', (byte) 0xC3}));
        assertSameAfterRoundTrip();
        assertThat(PathBytes.target(Files.readSymbolicLink(output.resolve("trailing"))))
                .isEqualTo("folder/".getBytes(StandardCharsets.US_ASCII));
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(
                source.resolve(name),
                PathBytes.targetPath(target.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void namesThatAreNotUtf8() throws IOException {
        byte[][] names = {
            {'a', (byte) 0xFF, 'b'},
            {(byte) 0xC3, (byte) 0x28},
            {(byte) 0x80},
            {' ', '%', '2', 'F'},
            {'#', '?', '*'},
            "naïve-漢字".getBytes(StandardCharsets.UTF_8),
            {'\n', '\t'},
            {'-', 'r', 'f'},
            {'.', '.', '.'},
            {'\\', '"', '\''},
        };
        for (byte[] name : names) {
            Files.write(PathBytes.resolve(source, name), name);
        }
        Path folder = Files.createDirectory(PathBytes.resolve(source, new byte[] {(byte) 0xE9}));
        Files.writeString(
                PathBytes.resolve(folder, new byte[] {(byte) 0xE8, '.', 'm', 'd'}), "deep");
        assertSameAfterRoundTrip();
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("deep", QueryOptions.defaults()).first().path())
                    .isEqualTo("é/è.md");
        }
    }

    @Test
    void deepFoldersAndManyFiles() throws IOException {
        Path deep = source;
        for (int i = 0; i < 300; i++) {
            deep = deep.resolve("d" + i % 7);
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("bottom.txt"), "treasure");
        Path wide = Files.createDirectories(source.resolve("wide"));
        for (int i = 0; i < 9000; i++) {
            Files.writeString(wide.resolve("f" + i), i % 100 == 0 ? "n" + i : "same");
        }
        assertSameAfterRoundTrip();
    }

    @Test
    void includesTakeWhatMatchesWithItsFolders() throws IOException {
        Trees.small(source);
        Files.createDirectories(source.resolve("other"));
        Files.writeString(source.resolve("other/x.txt"), "x");
        ingest();
        ExtractResult result =
                extract(ExtractOptions.defaults().withIncludes(List.of("src/File2.java", "*.md")));
        assertThat(result.files()).isEqualTo(2);
        assertThat(Trees.describe(output).keySet())
                .containsExactly("", "/README.md", "/src", "/src/File2.java");
    }

    @Test
    void filtersAtIngest() throws IOException {
        Trees.small(source);
        Engram.ingest(
                source,
                engram,
                IngestOptions.defaults().withFilter(List.of("*.java"), List.of("File1.java")),
                Progress.none());
        try (Engram open = Engram.open(engram)) {
            assertThat(open.list(List.of("*.java")).entries()).hasSize(5);
            assertThat(open.list(List.of("README.md")).entries()).isEmpty();
        }
    }

    @Test
    void extractingReplacesFilesAndLeavesOthers() throws IOException {
        Trees.small(source);
        ingest();
        Files.createDirectories(output.resolve("src"));
        Files.writeString(output.resolve("README.md"), "old and longer than the new one, surely");
        Files.writeString(output.resolve("mine.txt"), "mine");
        extract(ExtractOptions.defaults());
        assertThat(output.resolve("README.md")).hasContent("# Dogs\n\nThey bark.\n");
        assertThat(output.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void linksPlantedInTheOutputAreNotFollowed() throws IOException {
        Trees.small(source);
        ingest();
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Path victim = Files.writeString(outside.resolve("victim"), "untouched");
        Files.createDirectories(output);
        Files.createSymbolicLink(output.resolve("README.md"), victim);
        extract(ExtractOptions.defaults().withIncludes(List.of("README.md")));
        assertThat(victim).hasContent("untouched");
        assertThat(Files.isSymbolicLink(output.resolve("README.md"))).isFalse();
        Files.createSymbolicLink(output.resolve("src"), outside);
        assertThatThrownBy(() -> extract(ExtractOptions.defaults()))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("in the way");
        assertThat(Trees.describe(outside).keySet()).containsExactly("", "/victim");
    }

    @Test
    void equalContentIsStoredOnce() throws IOException {
        byte[] noise = Trees.noise(700_000, 5);
        Files.write(source.resolve("one"), noise);
        ingest();
        long before = storedBytes();
        Files.write(source.resolve("two"), noise);
        byte[] changed = noise.clone();
        changed[600_000]++;
        Files.write(source.resolve("three"), changed);
        ingest();
        assertThat(storedBytes() - before).as("the changed chunk alone").isLessThan(450_000);
        extract(ExtractOptions.defaults());
        assertThat(Trees.describe(output)).isEqualTo(Trees.describe(source));
        try (Engram open = Engram.open(engram)) {
            assertThat(open.info().snapshots()).isEqualTo(2);
        }
    }

    private long storedBytes() throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.info().storedBytes();
        }
    }

    @Test
    void olderSnapshotsStay() throws IOException {
        Trees.small(source);
        ingest();
        String first;
        try (Engram open = Engram.open(engram)) {
            first = open.info().snapshot();
        }
        var before = Trees.describe(source);
        Files.writeString(source.resolve("README.md"), "# Cats\n");
        Files.delete(source.resolve("src/File0.java"));
        ingest();
        try (Engram old = Engram.open(engram, first.substring(0, 10))) {
            old.extract(output, ExtractOptions.defaults(), Progress.none());
            assertThat(old.query("bark", QueryOptions.defaults())).hasSize(1);
        }
        assertThat(Trees.describe(output)).isEqualTo(before);
        try (Engram now = Engram.open(engram)) {
            assertThat(now.query("bark", QueryOptions.defaults())).isEmpty();
            assertThat(now.query("cats", QueryOptions.defaults())).hasSize(1);
        }
        assertThatThrownBy(() -> Engram.open(engram, "zzz")).hasMessage("no snapshot zzz");
    }

    @Test
    void theEngramInsideItsOwnFolderIsLeftOut() throws IOException {
        Trees.small(source);
        Path inside = source.resolve("inside.engram");
        Engram.ingest(source, inside, IngestOptions.defaults(), Progress.none());
        Engram.ingest(source, inside, IngestOptions.defaults(), Progress.none());
        try (Engram open = Engram.open(inside)) {
            assertThat(open.list(List.of()).entries()).noneMatch(e -> e.path().contains("engram"));
        }
    }
}
