package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.repair.Repairer;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repaired engram says what it said before, or says what it has lost. */
class RepairTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    @TempDir Path temp;
    private Path source;
    private Path engram;

    /** The same engram, never damaged. */
    private Path good;

    private final List<String> digests = new ArrayList<>();

    @BeforeEach
    void twoSnapshots() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Files.write(source.resolve("noise.bin"), Trees.noise(30_000, 3));
        good = temp.resolve("good.engram");
        engram = temp.resolve("x.engram");
        Engram.ingest(source, good, OPTIONS, Progress.none());
        Files.writeString(source.resolve("src/File1.java"), "class File1 { int meow() {} }");
        Files.delete(source.resolve("src/File2.java"));
        Engram.update(source, good, 2, Progress.none());
        Copies.copy(good, engram);
        digests.addAll(digests(good));
        assertThat(digests).hasSize(2);
        // only --source may bring lost content back
        Path away = temp.resolve("away");
        Files.move(source, away);
        source = away;
    }

    private static List<String> digests(Path engram) throws IOException {
        List<String> digests = new ArrayList<>();
        for (History.Entry entry : Engram.log(engram)) {
            try (Engram open = Engram.open(engram, entry.id())) {
                digests.add(open.digest());
            }
        }
        return digests;
    }

    private RepairResult repair() throws IOException {
        return Engram.repair(engram, Optional.empty(), Progress.none());
    }

    private void assertAsBefore() throws IOException {
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        assertThat(digests(engram)).isEqualTo(digests);
    }

    private void damage(String file, int change) throws IOException {
        Path path = engram.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        switch (change) {
            case 0 -> Files.delete(path);
            case 1 -> Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            default -> {
                bytes[bytes.length / 2] ^= 0x55;
                bytes[bytes.length - 9] ^= 0x55;
                Files.write(path, bytes);
            }
        }
    }

    @Test
    void aWholeEngramIsLeftAsItIs() throws IOException {
        List<String> before = Copies.files(engram);
        RepairResult result = repair();
        assertThat(result.actions()).isEmpty();
        assertThat(result.renamed()).isEmpty();
        assertThat(result.toString()).isEqualTo("nothing is damaged");
        assertThat(Copies.files(engram)).isEqualTo(before);
        assertAsBefore();
    }

    @Test
    void whatCanBeDerivedIsMadeAnew() throws IOException {
        int repaired = 0;
        for (String file : Copies.files(good)) {
            if (file.startsWith("packs/") || file.startsWith("snapshots/")) {
                continue;
            }
            for (int change = 0; change < 3; change++) {
                Copies.copy(good, engram);
                damage(file, change);
                assertThat(Engram.check(engram, Progress.none()).problems())
                        .as(file)
                        .isNotEmpty()
                        .allSatisfy(p -> assertThat(p.repair()).contains("engram repair -e"));
                RepairResult result = repair();
                assertThat(result.actions()).as(file).isNotEmpty();
                assertThat(result.lost()).as(file).isEmpty();
                assertAsBefore();
                assertThat(repair().actions()).as("a second repair").isEmpty();
                repaired++;
            }
        }
        assertThat(repaired).isGreaterThan(12);
        // and it is written on
        Files.writeString(source.resolve("more.md"), "# More\n");
        Engram.update(source, engram, 2, Progress.none());
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void lostContentComesBackFromTheSource() throws IOException {
        Engram.ingest(source, temp.resolve("fresh.engram"), OPTIONS, Progress.none());
        String fresh = digests(temp.resolve("fresh.engram")).getFirst();
        assertThat(fresh).isEqualTo(digests.getFirst());
        for (String file : Copies.files(good)) {
            if (!file.startsWith("packs/")) {
                continue;
            }
            for (int change = 0; change < 3; change++) {
                Copies.copy(good, engram);
                damage(file, change);
                RepairResult result = Engram.repair(engram, Optional.of(source), Progress.none());
                assertThat(result.actions()).isNotEmpty();
                try (Engram open = Engram.open(engram)) {
                    assertThat(open.digest()).as("%s, %d", file, change).isEqualTo(fresh);
                }
                // the snapshot before held files that are gone from the source
                for (RepairResult.Lost lost : result.lost()) {
                    assertThat(lost.path()).isIn("src", "src/File1.java", "src/File2.java");
                    assertThat(lost.snapshot()).isNotEqualTo(result.snapshot());
                }
            }
        }
    }

    @Test
    void allIndexesAndPacksAtOnce() throws IOException {
        for (String file : Copies.files(good)) {
            if (!file.startsWith("snapshots/")) {
                Files.delete(engram.resolve(file));
            }
        }
        RepairResult result = Engram.repair(engram, Optional.of(source), Progress.none());
        assertThat(result.chunksFetched()).isPositive();
        try (Engram open = Engram.open(engram)) {
            assertThat(open.digest()).isEqualTo(digests.getFirst());
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out"))).isEqualTo(Trees.describe(source));
    }

    /** A single wrong bit costs nothing, wherever it is, and no source is needed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aFlippedBitIsSetRight(long seed) throws IOException {
        Random random = new Random(seed);
        for (String file : Copies.files(good)) {
            if (file.startsWith("index/") && file.endsWith(".segment")) {
                continue; // made anew from the files
            }
            for (int i = 0; i < 3; i++) {
                Copies.copy(good, engram);
                Path path = engram.resolve(file);
                byte[] bytes = Files.readAllBytes(path);
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(path, bytes);
                RepairResult result = repair();
                assertThat(result.actions()).isNotEmpty();
                assertThat(result.lost()).as("seed %d, %s, byte %d", seed, file, at).isEmpty();
                assertAsBefore();
            }
        }
    }

    @Test
    void whatCannotBeSavedIsDroppedAndNamed() throws IOException {
        // cut the pack behind its first frame's beginning: what was in it is lost
        String biggest =
                Copies.files(good).stream()
                        .filter(f -> f.startsWith("packs/"))
                        .max(
                                java.util.Comparator.comparingLong(
                                        f -> engram.resolve(f).toFile().length()))
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(engram.resolve(biggest));
        java.util.Arrays.fill(bytes, 5_000, 10_000, (byte) 7);
        Files.write(engram.resolve(biggest), bytes);
        RepairResult result = repair();
        assertThat(result.lost()).isNotEmpty().extracting(RepairResult.Lost::kind).contains("file");
        assertThat(result.isWhole()).isFalse();
        assertThat(result.toString()).contains("lost file ", "paths are lost");
        CheckResult check = Engram.check(engram, Progress.none());
        assertThat(check.ok()).isFalse();
        assertThat(check.problems()).extracting(CheckResult.Problem::kind).containsOnly("lost");
        try (Engram open = Engram.open(engram)) {
            Path out = temp.resolve("out");
            open.extract(out, ExtractOptions.defaults(), Progress.none());
            Map<String, String> right = Trees.describe(source);
            Map<String, String> found = Trees.describe(out);
            found.keySet().removeIf(path -> right.get(path).equals(found.get(path)));
            assertThat(found).as("what is there is right").isEmpty();
            assertThat(open.info().files()).isLessThan(7);
        }
        assertThat(repair().actions()).as("nothing more to mend").isEmpty();
        // an update brings back what the folder still has
        Engram.update(source, engram, 2, Progress.none());
        try (Engram open = Engram.open(engram)) {
            assertThat(open.digest()).isEqualTo(digests.getFirst());
        }
        Engram.prune(engram, PruneOptions.newest(1), Progress.none());
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void aMissingRootNamesTheSnapshotsInTheirOrder() throws IOException {
        List<String> ids = new ArrayList<>();
        Engram.log(good).forEach(s -> ids.add(s.id()));
        Files.delete(engram.resolve("root"));
        assertThat(Engram.check(engram, Progress.none()).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.repair()).contains("engram repair -e"));
        assertThat(repair().actions())
                .extracting(RepairResult.Action::kind, RepairResult.Action::done)
                .containsExactly(tuple("root", "made anew; it names 2 snapshots"));
        assertThat(Engram.log(engram)).extracting(History.Entry::id).isEqualTo(ids);
        assertAsBefore();
    }

    @Test
    void oneLostSnapshotOfTwoIsGivenUp() throws IOException {
        String newest = Engram.log(good).snapshots().getFirst().id();
        Files.delete(engram.resolve("snapshots/" + newest + ".snapshot"));
        RepairResult result = repair();
        assertThat(result.actions().getFirst().done()).contains("given up");
        assertThat(digests(engram)).containsExactly(digests.get(1));
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void withoutAnySnapshotNothingIsTouched() throws IOException {
        for (String file : Copies.files(good)) {
            if (file.startsWith("snapshots/")) {
                Files.write(engram.resolve(file), new byte[300]);
            }
        }
        List<String> before = Copies.files(engram);
        assertThatThrownBy(this::repair)
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("no snapshot of");
        assertThat(Copies.files(engram)).isEqualTo(before);
    }

    @Test
    void whatANewerWorkbenchWroteIsLeftAlone() throws IOException {
        StoreLayout layout = new StoreLayout(engram);
        byte[] root = Files.readAllBytes(layout.root());
        root[8] = 99;
        byte[] content = java.util.Arrays.copyOf(root, root.length - 32);
        dev.engram.engram.internal.bytes.Id.hash(content).write(root, content.length);
        Files.write(layout.root(), root);
        assertThat(RootFile.isNewer(layout)).isTrue();
        assertThatThrownBy(this::repair).hasMessageContaining("format version 99");
        assertThat(Files.readAllBytes(layout.root())).isEqualTo(root);
    }

    @Test
    void badArgumentsAreTold() {
        assertThatThrownBy(
                        () ->
                                Engram.repair(
                                        temp.resolve("none"), Optional.empty(), Progress.none()))
                .hasMessageStartingWith("no engram at");
        assertThatThrownBy(
                        () ->
                                Engram.repair(
                                        engram, Optional.of(temp.resolve("none")), Progress.none()))
                .hasMessageStartingWith("no such folder");
    }

    @Test
    void aFullDiskAtEvenStepsLosesNothing() throws IOException {
        failAtEveryStep(false);
    }

    @Test
    void aKilledRepairAtOddStepsLosesNothing() throws IOException {
        failAtEveryStep(true);
    }

    private void failAtEveryStep(boolean kill) throws IOException {
        for (String file : Copies.files(engram)) {
            if (file.startsWith("chunks/") || file.startsWith("index/")) {
                Files.delete(engram.resolve(file));
            }
        }
        String pack =
                Copies.files(engram).stream().filter(f -> f.startsWith("packs/")).findFirst().get();
        damage(pack, 2);
        Path aside = temp.resolve("aside.engram");
        Copies.copy(engram, aside);
        int failures = 0;
        // a kill at the odd steps, a full disk at the even ones: each step costs two repairs
        for (int step = kill ? 1 : 2; ; step += 2) {
            Copies.copy(aside, engram);
            try {
                new Repairer(new FailingFiles(step, kill), new StoreLayout(engram), Progress.none())
                        .repair(Optional.of(source));
                break;
            } catch (WorkbenchException e) {
                assertThat(kill).isFalse();
                assertThat(e.userMessage()).contains("no space left", "free some space");
            } catch (FailingFiles.Killed e) {
                assertThat(kill).isTrue();
            }
            failures++;
            Engram.repair(engram, Optional.of(source), Progress.none());
            try (Engram open = Engram.open(engram)) {
                assertThat(open.digest()).as("step %d", step).isEqualTo(digests.getFirst());
            }
        }
        assertThat(failures).as("steps that failed once").isGreaterThan(7);
    }
}
