package dev.engram.engram.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.CheckResult;
import dev.engram.engram.Engram;
import dev.engram.engram.ExtractOptions;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.QueryOptions;
import dev.engram.engram.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damage goes unnoticed, and none leads to wrong content. */
class DamageTest {

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
    }

    private void ingest(int dimension) throws IOException {
        Engram.ingest(
                source, engram, IngestOptions.defaults().withDimension(dimension), Progress.none());
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(engram)) {
            all.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("lock") && !f.endsWith("readers"))
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    private CheckResult check() throws IOException {
        return Engram.check(engram, Progress.none());
    }

    /** The step from one flipped byte to the next. */
    int stride() {
        return 1;
    }

    @Test
    void aFlippedByteNeverLeadsToWrongContent() throws IOException {
        ingest(0);
        Map<String, String> right = Trees.describe(source);
        int flipped = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i += 16) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << i / 16 % 8);
                Files.write(file, damaged);
                CheckResult result = check();
                assertThat(result.ok()).as("%s, byte %d", file, i).isFalse();
                assertThat(result.problems().getFirst().file())
                        .isEqualTo(engram.relativize(file).toString());
                extractsNothingWrong(right, "o" + flipped);
                flipped++;
            }
            Files.write(file, bytes);
        }
        assertThat(flipped).isGreaterThan(60);
        assertThat(check().ok()).isTrue();
    }

    private void extractsNothingWrong(Map<String, String> right, String name) throws IOException {
        Path output = temp.resolve(name);
        try (Engram open = Engram.open(engram)) {
            open.extract(output, ExtractOptions.defaults(), Progress.none());
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
            return;
        }
        assertThat(Trees.describe(output)).isEqualTo(right);
    }

    /** Everything an engram can hold, in small: two snapshots, an index, deletions, two packs. */
    @Test
    void everyFlippedByteIsFoundNamedAndMendable() throws IOException {
        Path tiny = Files.createDirectories(temp.resolve("tiny"));
        Files.writeString(tiny.resolve("A.java"), "class A { int bark() { return 1; } }\n");
        Files.writeString(tiny.resolve("b.md"), "# Dogs\n");
        IngestOptions options = IngestOptions.defaults().withDimension(10_000).withThreads(1);
        Engram.ingest(tiny, engram, options, Progress.none());
        Files.writeString(tiny.resolve("b.md"), "# Cats\n");
        Engram.update(tiny, engram, 1, Progress.none());
        assertThat(files())
                .extracting(f -> f.toString().replaceAll(".*[./]", ""))
                .contains("root", "pack", "chunks", "segment", "deletions", "snapshot");
        int flipped = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < bytes.length; i += stride()) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << (i * 5 + 3) % 8);
                Files.write(file, damaged);
                CheckResult result = check();
                assertThat(result.ok()).as("%s, byte %d", file, i).isFalse();
                CheckResult.Problem first = result.problems().getFirst();
                assertThat(first.file()).isEqualTo(engram.relativize(file).toString());
                assertThat(first.lost()).isNotBlank();
                assertThat(first.repair()).startsWith("workbench engram repair -e " + engram);
                flipped++;
            }
            Files.write(file, bytes);
        }
        assertThat(flipped).isGreaterThan(2000 / stride());
        assertThat(check().ok()).isTrue();
    }

    @Test
    void anySwappedFilesAreFound() throws IOException {
        ingest(10_000);
        Files.writeString(source.resolve("more.md"), "# More\n");
        Engram.update(source, engram, 1, Progress.none());
        int swapped = 0;
        List<Path> all = files();
        for (Path one : all) {
            for (Path other : all) {
                String kind = one.toString().replaceAll(".*\\.", "");
                if (one.compareTo(other) >= 0 || !other.toString().endsWith("." + kind)) {
                    continue;
                }
                byte[] first = Files.readAllBytes(one);
                byte[] second = Files.readAllBytes(other);
                Files.write(one, second);
                Files.write(other, first);
                assertThat(check().problems())
                        .as("%s and %s", one, other)
                        .extracting(CheckResult.Problem::file)
                        .contains(
                                engram.relativize(one).toString(),
                                engram.relativize(other).toString());
                Files.write(one, first);
                Files.write(other, second);
                swapped++;
            }
        }
        assertThat(swapped).as("packs, indexes, segments, snapshots").isGreaterThanOrEqualTo(4);
        assertThat(check().ok()).isTrue();
    }

    @Test
    void flippedBytesOfTheIndexAreFoundAndSearchDoesNotBreak() throws IOException {
        ingest(10_000);
        Path segment =
                files().stream()
                        .filter(f -> f.toString().endsWith(".segment"))
                        .findAny()
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(segment);
        for (int i = 0; i < bytes.length; i += 13) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            Files.write(segment, damaged);
            CheckResult result = check();
            assertThat(result.problems()).hasSize(1);
            assertThat(result.problems().getFirst().kind()).isEqualTo("segment");
            try (Engram open = Engram.open(engram)) {
                open.query("walk the dog", QueryOptions.defaults());
            } catch (WorkbenchException e) {
                assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
            }
        }
    }

    @Test
    void cutAndMissingFilesAreNamedWithWhatIsLost() throws IOException {
        ingest(10_000);
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 1}) {
                Files.write(file, java.util.Arrays.copyOf(bytes, length));
                assertThat(check().ok()).as("%s cut to %d", file, length).isFalse();
            }
            Files.delete(file);
            CheckResult result = check();
            assertThat(result.ok()).isFalse();
            assertThat(result.problems().getFirst().lost()).isNotBlank();
            assertThat(result.problems().getFirst().repair()).contains("engram repair -e");
            Files.write(file, bytes);
        }
        assertThat(check().ok()).isTrue();
    }

    @Test
    void namesTheFilesThatADamagedPackHasLost() throws IOException {
        Files.write(source.resolve("big.bin"), Trees.noise(900_000, 7));
        ingest(0);
        Path pack =
                files().stream()
                        .filter(f -> f.toString().endsWith(".pack"))
                        .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[400_000] ^= 1;
        Files.write(pack, bytes);
        assertThat(check().problems())
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.kind()).isEqualTo("pack");
                            assertThat(p.lost()).isEqualTo("1 file: big.bin" + why());
                            assertThat(p.repair())
                                    .contains("engram repair -e", "--source " + source);
                        });
    }

    /** What stands behind the loss of a pack whose byte 400,000 is flipped. */
    String why() {
        return "";
    }

    @Test
    void swappedFilesAreFound() throws IOException {
        Files.write(source.resolve("big.bin"), Trees.noise(300_000, 7));
        ingest(0);
        Files.writeString(source.resolve("more.txt"), "more");
        ingest(0);
        List<Path> packs = files().stream().filter(f -> f.toString().endsWith(".pack")).toList();
        assertThat(packs).hasSizeGreaterThan(1);
        Path aside = temp.resolve("aside");
        Files.move(packs.get(0), aside);
        Files.move(packs.get(1), packs.get(0));
        Files.move(aside, packs.get(1));
        assertThat(check().ok()).isFalse();
    }
}
