package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.documents.SampleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts ingested apart and bundled are the whole ingested at once, however they are grouped. */
class BundleTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withThreads(1);

    @TempDir Path temp;

    private Path ingest(Path folder, String name, String... includes) throws IOException {
        Path engram = temp.resolve(name + ".engram");
        Engram.ingest(
                folder, engram, OPTIONS.withFilter(List.of(includes), List.of()), Progress.none());
        return engram;
    }

    private Path bundle(String name, BundlePart... parts) throws IOException {
        Path engram = temp.resolve(name + ".engram");
        Engram.bundle(List.of(parts), engram, Progress.none());
        return engram;
    }

    private static BundlePart part(Path engram, String prefix) {
        return new BundlePart(engram, prefix);
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    private static void write(Path file, Random random) throws IOException {
        int word = random.nextInt(1000);
        switch (random.nextInt(3)) {
            case 0 -> Files.writeString(file, "class C { int anchor" + word + "() { return 1; } }");
            case 1 -> Files.writeString(file, "# Head " + word + "\n\nAnchors away\n");
            default -> Files.write(file, Trees.noise(random.nextInt(3000), word));
        }
    }

    /** Top folders of random depth with files of some kinds; some names occur in several. */
    private List<String> randomTree(Path folder, Random random) throws IOException {
        List<String> tops = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String top = "part" + t;
            tops.add(top);
            Path at = Files.createDirectories(folder.resolve(top));
            for (int i = 0; i < 5; i++) {
                Path below = at;
                for (int d = random.nextInt(3); d > 0; d--) {
                    below = below.resolve("d" + random.nextInt(2));
                }
                Files.createDirectories(below);
                String[] endings = {".java", ".md", ".bin", ".txt"};
                write(below.resolve("f" + i + endings[random.nextInt(4)]), random);
            }
            Files.write(at.resolve("x.docx"), SampleDocuments.docx("Helmsman " + t));
            if (random.nextBoolean()) {
                Files.createSymbolicLink(at.resolve("link"), Path.of("x.docx"));
            }
            Files.setLastModifiedTime(at, FileTime.fromMillis(1_000_000L * (1 + t)));
        }
        return tops;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void anyGroupingInAnyOrderIsTheWhole(long seed) throws IOException {
        Random random = new Random(seed);
        Path source = Files.createDirectories(temp.resolve("whole"));
        List<String> tops = randomTree(source, random);
        String whole = digest(ingest(source, "all"));
        List<BundlePart> parts = new ArrayList<>();
        for (String top : tops) {
            // a part is a folder put below its name, or all with a filter, put at the top
            parts.add(
                    random.nextBoolean()
                            ? part(ingest(source.resolve(top), "p" + top), top)
                            : part(ingest(source, "f" + top, top), ""));
        }
        for (int round = 0; round < 3; round++) {
            List<BundlePart> open = new ArrayList<>(parts);
            for (int step = 0; open.size() > 1; step++) {
                Collections.shuffle(open, random);
                int count = 2 + random.nextInt(open.size() - 1);
                List<BundlePart> group = open.subList(0, count);
                Path made = bundle("b" + round + "-" + step, group.toArray(BundlePart[]::new));
                group.clear();
                open.add(part(made, ""));
            }
            Path bundled = open.getFirst().engram();
            assertThat(Engram.check(bundled, Progress.none()).problems()).isEmpty();
            try (Engram one = Engram.open(bundled);
                    Engram all = Engram.open(temp.resolve("all.engram"))) {
                // folders that a filter leaves empty are in no part's way
                assertThat(files(one)).isEqualTo(files(all));
                assertThat(one.documents(List.of())).isEqualTo(all.documents(List.of()));
                assertThat(hits(one)).isEqualTo(hits(all));
                assertThat(one.info().passages()).isEqualTo(all.info().passages());
            }
            assertThat(digest(bundled)).as("seed " + seed + ", round " + round).isEqualTo(whole);
        }
    }

    private static List<Listing.Entry> files(Engram engram) throws IOException {
        return engram.list(List.of()).entries();
    }

    private static List<String> hits(Engram engram) throws IOException {
        return engram.query("anchors helmsman", QueryOptions.top(100)).hits().stream()
                .map(h -> h.path() + ":" + h.startLine() + " " + h.score() + h.text())
                .sorted()
                .toList();
    }

    @Test
    void aKnowledgeBaseIsSearchedByScopeAndWritesItsFiles() throws IOException {
        Path code = Trees.small(Files.createDirectories(temp.resolve("code")));
        Path papers = Files.createDirectories(temp.resolve("papers"));
        Files.write(
                papers.resolve("a.pdf"),
                SampleDocuments.pdf("On Dogs", "Ada", List.of("Dogs bark.", "Some howl.")));
        Path all =
                bundle(
                        "base",
                        part(ingest(code, "code"), "projects/kennel"),
                        part(ingest(papers, "papers"), "research"));
        try (Engram open = Engram.open(all)) {
            assertThat(open.query("howl", QueryOptions.defaults()).first())
                    .returns("research/a.pdf", Hit::path)
                    .returns(2, Hit::page)
                    .returns("Some howl.", Hit::text);
            assertThat(open.query("bark", QueryOptions.defaults().withScope("projects")).hits())
                    .extracting(Hit::path)
                    .containsExactly("projects/kennel/README.md");
            assertThat(open.info().source())
                    .isEqualTo("bundle of code.engram=projects/kennel papers.engram=research");
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out/projects/kennel")))
                .isEqualTo(Trees.describe(code));
        // the parts may go
        for (String name : List.of("code", "papers")) {
            try (Stream<Path> files = Files.walk(temp.resolve(name + ".engram"))) {
                for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        assertThat(Engram.check(all, Progress.none()).problems()).isEmpty();
    }

    @Test
    void manyPartsAndSecondSnapshots() throws IOException {
        Path source = Files.createDirectories(temp.resolve("many"));
        List<BundlePart> parts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(source.resolve("n" + i));
            Files.writeString(folder.resolve("a.md"), "# Buoy " + i + "\n\nnumber " + i + "\n");
            parts.add(part(ingest(folder, "n" + i), "n" + i));
        }
        Path all = temp.resolve("all.engram");
        Engram.bundle(parts, all, Progress.none());
        Files.writeString(source.resolve("n3/a.md"), "# Beacon\n");
        Engram.update(source.resolve("n3"), parts.get(3).engram(), 1, Progress.none());
        Engram.bundle(parts, all, Progress.none());
        assertThat(digest(all)).isEqualTo(digest(ingest(source, "fresh")));
        try (Engram open = Engram.open(all)) {
            assertThat(open.info().snapshots()).isEqualTo(2);
            assertThat(open.query("beacon", QueryOptions.defaults())).hasSize(1);
        }
        assertThat(Engram.check(all, Progress.none()).problems()).isEmpty();
    }

    @Test
    void disagreementIsRefusedAndLeavesNothing() throws IOException {
        Path one = Files.createDirectories(temp.resolve("one"));
        Path two = Files.createDirectories(temp.resolve("two"));
        Files.writeString(one.resolve("a.md"), "# One\n");
        Files.writeString(two.resolve("a.md"), "# Two\n");
        Path first = ingest(one, "one");
        Path second = ingest(two, "two");
        assertThatThrownBy(() -> bundle("no", part(first, ""), part(second, "")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessage("a.md is not the same in " + first + " and " + second);
        assertThat(temp.resolve("no.engram")).doesNotExist();
        assertThatThrownBy(() -> bundle("no", part(first, "../up")))
                .hasMessage("not a folder to put an engram below: '../up'");
        assertThatThrownBy(() -> bundle("one", part(first, "x")))
                .hasMessageContaining("cannot be a part of itself");
        assertThatThrownBy(() -> bundle("no", part(temp.resolve("none.engram"), "")))
                .hasMessageStartingWith("no engram at");
        Path unindexed = temp.resolve("plain.engram");
        Engram.ingest(two, unindexed, OPTIONS.withDimension(0), Progress.none());
        assertThatThrownBy(() -> bundle("no", part(first, ""), part(unindexed, "b")))
                .hasMessageContaining("10000 dimensions");
    }
}
