package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.history.Pruner;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prune removes what nobody needs, and nothing else, whatever stops it. */
class PruneTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    @TempDir Path temp;
    private Path source;
    private Path engram;
    private StoreLayout layout;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
        layout = new StoreLayout(engram);
        Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    private void update(String file, String content) throws IOException {
        Files.writeString(source.resolve(file), content);
        Engram.update(source, engram, 2, Progress.none());
    }

    private PruneResult prune(int keep) throws IOException {
        return Engram.prune(engram, PruneOptions.newest(keep), Progress.none());
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    private void assertWhole(int snapshots) throws IOException {
        assertThat(Engram.log(engram)).hasSize(snapshots);
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    private Map<String, Long> stored() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (FileKind kind : FileKind.values()) {
            for (FileRef ref : layout.files(kind)) {
                sizes.put(layout.name(ref), Files.size(layout.path(ref)));
            }
        }
        return sizes;
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void keepsTheNewestAndRemovesWhatOnlyOthersNeed() throws IOException {
        for (int i = 0; i < 4; i++) {
            update("src/File1.java", "class File1 { int bark" + i + "() { return 7; } }");
        }
        List<String> before = new ArrayList<>();
        Engram.log(engram).forEach(s -> before.add(s.id()));
        String digest = digest(engram);
        long size = sum(stored());
        PruneResult result = prune(2);
        assertThat(result.removed()).containsExactly(before.get(4), before.get(3), before.get(2));
        assertThat(result.kept()).isEqualTo(2);
        assertThat(result.reading()).isEmpty();
        assertThat(result.filesRemoved()).isPositive();
        assertThat(sum(stored())).isLessThan(size);
        assertWhole(2);
        assertThat(digest(engram)).isEqualTo(digest);
        assertThat(Engram.diff(engram, "", "").count("modified")).isEqualTo(1);
        assertThatThrownBy(() -> Engram.open(engram, before.get(4)))
                .hasMessageContaining("no snapshot");
        Path out = temp.resolve("out");
        try (Engram open = Engram.open(engram)) {
            open.extract(out, ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(out)).isEqualTo(Trees.describe(source));
        Map<String, Long> pruned = stored();
        assertThat(prune(2).filesRemoved()).as("a second prune").isZero();
        assertThat(stored()).isEqualTo(pruned);
    }

    @Test
    void rewritesAPackThatIsMostlyWasteAndSaysTheNewIds() throws IOException {
        Files.write(source.resolve("big.bin"), Trees.noise(900_000, 3));
        update("keep.md", "# Keep\n");
        Files.delete(source.resolve("big.bin"));
        update("src/File1.java", "class File1 { int fresh() { return 7; } }");
        String digest = digest(engram);
        String head = Engram.log(engram).snapshots().getFirst().id();
        PruneResult plan =
                Engram.prune(engram, PruneOptions.newest(1).withDryRun(true), Progress.none());
        PruneResult result = prune(1);
        assertThat(result.packsRewritten() + result.packsDropped()).isPositive();
        assertThat(result.bytesRemoved()).isGreaterThan(800_000);
        assertThat(layout.sizeOf(FileKind.PACK)).isLessThan(100_000);
        assertThat(result.renamed())
                .singleElement()
                .satisfies(
                        r -> {
                            assertThat(r.from()).isEqualTo(head);
                            assertThat(r.to())
                                    .isEqualTo(Engram.log(engram).snapshots().getFirst().id());
                        });
        assertWhole(1);
        assertThat(digest(engram)).isEqualTo(digest);
        assertThat(plan.removed()).isEqualTo(result.removed());
        assertThat(plan.packsRewritten()).isEqualTo(result.packsRewritten());
        assertThat(plan.packsDropped()).isEqualTo(result.packsDropped());
        assertThat((double) plan.bytesRemoved())
                .isBetween(result.bytesRemoved() * 0.9, result.bytesRemoved() * 1.1);
        Engram.update(source, engram, 2, Progress.none());
        assertWhole(1);
    }

    @Test
    void aLittleWasteIsLeft() throws IOException {
        Path other = Files.createDirectories(temp.resolve("other"));
        Files.write(other.resolve("big.bin"), Trees.noise(900_000, 3));
        Files.write(other.resolve("small.bin"), Trees.noise(100_000, 4));
        Path second = temp.resolve("second.engram");
        IngestOptions one = OPTIONS.withDimension(0).withThreads(1);
        Engram.ingest(other, second, one, Progress.none());
        Files.delete(other.resolve("small.bin"));
        Engram.update(other, second, 1, Progress.none());
        PruneResult result = Engram.prune(second, PruneOptions.newest(1), Progress.none());
        assertThat(result.removed()).hasSize(1);
        assertThat(result.packsRewritten()).isLessThanOrEqualTo(1); // that of the folders
        assertThat(new StoreLayout(second).sizeOf(FileKind.PACK)).isGreaterThan(1_000_000);
        assertThat(Engram.check(second, Progress.none()).problems()).isEmpty();
    }

    @Test
    void dryRunChangesNothing() throws IOException {
        update("src/File1.java", "class File1 { int fresh() { return 7; } }");
        Map<String, Long> before = stored();
        byte[] root = Files.readAllBytes(layout.root());
        PruneResult plan = Engram.prune(engram, new PruneOptions(1, 0, true), Progress.none());
        assertThat(plan.removed()).hasSize(1);
        assertThat(plan.filesRemoved()).isPositive();
        assertThat(plan.toString()).startsWith("would do: 1 snapshots removed");
        assertThat(stored()).isEqualTo(before);
        assertThat(Files.readAllBytes(layout.root())).isEqualTo(root);
    }

    @Test
    void whoReadsASnapshotKeepsIt() throws IOException {
        Map<String, String> old = Trees.describe(source);
        try (Engram reader = Engram.open(engram)) {
            String digest = reader.digest();
            update("src/File1.java", "class File1 { int fresh() { return 7; } }");
            PruneResult result = prune(1);
            assertThat(result.removed()).hasSize(1);
            assertThat(result.reading()).isEqualTo(result.removed());
            assertThat(result.toString()).contains("1 snapshots are being read");
            assertWhole(1);
            reader.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
            assertThat(reader.query("number1", QueryOptions.defaults()).hits()).hasSize(1);
            assertThat(reader.digest()).isEqualTo(digest);
            // a failing writer clears up, and must not take from the reader either
            Files.writeString(source.resolve("more.md"), "more");
            assertThatThrownBy(
                            () ->
                                    new dev.engram.engram.internal.ingest.Ingester(
                                                    new FailingFiles(6, false),
                                                    dev.engram.engram.internal.tree.SourceFiles
                                                            .disk(),
                                                    Progress.none())
                                            .ingest(source, engram, OPTIONS))
                    .hasMessageContaining("no space left");
            reader.extract(temp.resolve("again"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out"))).isEqualTo(old);
        assertThat(Trees.describe(temp.resolve("again"))).isEqualTo(old);
        PruneResult later = prune(1);
        assertThat(later.filesRemoved()).isPositive();
        assertThat(later.reading()).isEmpty();
        assertWhole(1);
    }

    @Test
    void daysKeepWhatIsYoung() throws IOException {
        update("a.md", "a");
        update("b.md", "b");
        RootFile root = RootFile.read(layout);
        List<Id> ids = new ArrayList<>();
        long day = 86_400_000;
        long[] ages = {40 * day, 20 * day, 10 * day};
        for (int i = 0; i < 3; i++) {
            Snapshot snapshot = Snapshot.read(layout, root.snapshots().get(i));
            ids.add(
                    snapshot.edit()
                            .epochMillis(System.currentTimeMillis() - ages[i])
                            .snapshot()
                            .write(StoreFiles.disk(), layout));
        }
        new RootFile(root.generation() + 1, ids).write(StoreFiles.disk(), layout);
        PruneOptions days = new PruneOptions(0, 30, false);
        assertThat(Engram.prune(engram, days, Progress.none()).kept()).isEqualTo(2);
        assertThat(Engram.prune(engram, days.withKeepDays(15), Progress.none()).kept())
                .isEqualTo(1);
        assertThat(Engram.prune(engram, days.withKeepDays(1), Progress.none()).kept())
                .as("the newest stays, however old")
                .isEqualTo(1);
        assertWhole(1);
        assertThatThrownBy(() -> new PruneOptions(-1, 0, false))
                .hasMessageContaining("--keep must be at least 1");
    }

    @Test
    void whatExtensionsNeedStays() throws IOException {
        Snapshot old = Snapshot.read(layout, RootFile.read(layout).head());
        update("src/File1.java", "class File1 { int fresh() { return 7; } }");
        RootFile root = RootFile.read(layout);
        Snapshot head = Snapshot.read(layout, root.head());
        FileRef segment = new FileRef(FileKind.SEGMENT, old.segments().getFirst().segment());
        Extension extension =
                new Extension(
                        Extension.Kind.DOCUMENTS,
                        List.of(segment),
                        List.of(old.tree()),
                        new byte[] {1});
        Id id =
                head.edit()
                        .extensions(List.of(extension))
                        .snapshot()
                        .write(StoreFiles.disk(), layout);
        new RootFile(root.generation() + 1, List.of(id)).write(StoreFiles.disk(), layout);
        prune(1);
        assertWhole(1);
        Snapshot now = Snapshot.read(layout, RootFile.read(layout).head());
        assertThat(now.extensions()).containsExactly(extension);
        assertThat(layout.path(segment)).exists();
        // the old tree is read as if it were this one's
        Id shown = now.edit().tree(old.tree()).snapshot().write(StoreFiles.disk(), layout);
        new RootFile(99, List.of(shown)).write(StoreFiles.disk(), layout);
        try (Engram open = Engram.open(engram)) {
            open.extract(temp.resolve("old"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(temp.resolve("old/src/File1.java")).content().contains("number1");
    }

    @Test
    void nothingIsRemovedFromADamagedEngram() throws IOException {
        update("src/File1.java", "class File1 { int fresh() { return 7; } }");
        Snapshot head = Snapshot.read(layout, RootFile.read(layout).head());
        int refused = 0;
        for (FileKind kind : FileKind.values()) {
            for (FileRef ref : layout.files(kind)) {
                byte[] bytes = Files.readAllBytes(layout.path(ref));
                Files.delete(layout.path(ref));
                Map<String, Long> before = stored();
                if (kind == FileKind.PACK
                        || head.fileRefs().contains(ref)
                        || ref.id().equals(RootFile.read(layout).head())) {
                    assertThatThrownBy(() -> prune(1))
                            .isInstanceOfSatisfying(
                                    WorkbenchException.class,
                                    e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
                    assertThat(stored()).isEqualTo(before);
                    refused++;
                }
                Files.write(layout.path(ref), bytes);
            }
        }
        assertThat(refused).isGreaterThan(5);
        assertThat(prune(1).removed()).hasSize(1);
    }

    @Test
    void aFullDiskAtAnyStepLosesNothing() throws IOException {
        failAtEveryStep(false);
    }

    @Test
    void aKilledPruneAtAnyStepLosesNothing() throws IOException {
        failAtEveryStep(true);
    }

    private void failAtEveryStep(boolean kill) throws IOException {
        Files.write(source.resolve("big.bin"), Trees.noise(90_000, 3));
        update("keep.md", "# Keep\n");
        Files.delete(source.resolve("big.bin"));
        update("src/File1.java", "class File1 { int fresh() { return 7; } }");
        String digest = digest(engram);
        Map<String, String> right = Trees.describe(source);
        Path aside = temp.resolve("aside.engram");
        Copies.copy(engram, aside);
        int failures = 0;
        while (true) {
            // each step from the same state: a prune that got far leaves the next less to do
            Copies.copy(aside, engram);
            try {
                new Pruner(new FailingFiles(failures + 1, kill), layout, Progress.none())
                        .prune(PruneOptions.newest(1));
                break;
            } catch (WorkbenchException e) {
                assertThat(kill).isFalse();
                assertThat(e.userMessage()).contains("no space left", "free some space");
            } catch (FailingFiles.Killed e) {
                assertThat(kill).isTrue();
            }
            failures++;
            assertThat(Engram.check(engram, Progress.none()).problems())
                    .as("step %d", failures)
                    .isEmpty();
            assertThat(digest(engram)).isEqualTo(digest);
            prune(1);
            assertWhole(1);
            assertThat(digest(engram)).isEqualTo(digest);
            Path out = temp.resolve("o" + failures);
            try (Engram open = Engram.open(engram)) {
                open.extract(out, ExtractOptions.defaults(), Progress.none());
            }
            assertThat(Trees.describe(out)).isEqualTo(right);
        }
        assertThat(failures).as("steps that failed once").isGreaterThan(12);
        assertWhole(1);
    }

    @Test
    void withoutARuleOnlyTheUnneededIsRemoved() throws IOException {
        update("a.md", "a");
        Map<String, Long> before = stored();
        PruneResult result = Engram.prune(engram, PruneOptions.unneeded(), Progress.none());
        assertThat(result.removed()).isEmpty();
        assertThat(result.kept()).isEqualTo(2);
        assertThat(stored()).isEqualTo(before);
        Path garbage = layout.path(FileKind.PACK, Id.hash(new byte[] {5}));
        Files.write(garbage, new byte[100]);
        Path foreign = layout.folder(FileKind.PACK).resolve("notes.txt");
        Files.writeString(foreign, "mine");
        result = Engram.prune(engram, PruneOptions.unneeded(), Progress.none());
        assertThat(result.filesRemoved()).isEqualTo(1);
        assertThat(result.bytesRemoved()).isEqualTo(100);
        assertThat(garbage).doesNotExist();
        assertThat(foreign).exists();
        assertThat(stored()).isEqualTo(before);
    }
}
