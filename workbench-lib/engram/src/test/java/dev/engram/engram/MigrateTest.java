package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.history.Migrator;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engram of an older version says the same in the newest. */
class MigrateTest {

    @TempDir Path temp;
    private Path engram;
    private StoreLayout layout;

    @BeforeEach
    void versionOne() throws IOException {
        engram = StoredEngrams.unpack("version-1", temp.resolve("v1.engram"));
        layout = new StoreLayout(engram);
        assertThat(RootFile.version(layout)).isEqualTo(1);
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

    private void assertNewest(List<String> digests) throws IOException {
        assertThat(RootFile.version(layout)).isEqualTo(RootFile.VERSION);
        List<Id> ids = RootFile.read(layout).snapshots();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(MetaFile.open(layout, FileKind.SNAPSHOT, ids.get(i)).version())
                    .isEqualTo(FileKind.SNAPSHOT.version());
            Optional<Id> before = i == 0 ? Optional.empty() : Optional.of(ids.get(i - 1));
            assertThat(Snapshot.read(layout, ids.get(i)).parent()).isEqualTo(before);
        }
        assertThat(digests(engram)).isEqualTo(digests);
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void everySnapshotSaysTheSameInTheNewestVersion() throws IOException {
        List<String> digests = digests(engram);
        assertThat(digests).hasSize(2);
        try (Engram reader = Engram.open(engram)) {
            MigrateResult result = Engram.migrate(engram);
            assertThat(result.fromVersion()).isEqualTo(1);
            assertThat(result.toVersion()).isEqualTo(RootFile.VERSION);
            assertThat(result.renamed()).hasSize(2);
            assertThat(result.toString()).startsWith("from format version 1 to ");
            assertThat(reader.digest()).as("who reads goes on").isEqualTo(digests.getFirst());
            reader.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertNewest(digests);
        MigrateResult again = Engram.migrate(engram);
        assertThat(again.renamed()).isEmpty();
        assertThat(again.toString()).startsWith("up to date");
        Path source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Engram.update(source, engram, 2, Progress.none());
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        assertThat(Engram.migrate(engram).renamed()).isEmpty();
    }

    @Test
    void snapshotsOfTwoVersionsBecomeOfOne() throws IOException {
        Path source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Engram.update(source, engram, 2, Progress.none());
        List<String> digests = digests(engram);
        assertThat(digests).hasSize(3);
        assertThat(Engram.migrate(engram).renamed()).hasSize(3);
        assertNewest(digests);
    }

    @Test
    void newerVersionsAreRefusedAndLeftAsTheyAre() throws IOException {
        byte[] root = Files.readAllBytes(layout.root());
        root[8] = 9;
        Id.hash(Arrays.copyOf(root, root.length - Id.BYTES)).write(root, root.length - Id.BYTES);
        Files.write(layout.root(), root);
        assertThatThrownBy(() -> Engram.migrate(engram))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("format version 9, this workbench reads up to");
        assertThat(Files.readAllBytes(layout.root())).isEqualTo(root);
        assertThatThrownBy(() -> Engram.migrate(temp.resolve("none")))
                .hasMessageStartingWith("no engram at");
    }

    @Test
    void aMigrationKilledAtAnyStepLosesNothing() throws IOException {
        List<String> digests = digests(engram);
        Path aside = temp.resolve("aside.engram");
        Copies.copy(engram, aside);
        int failures = 0;
        while (true) {
            Copies.copy(aside, engram);
            try {
                new Migrator(new FailingFiles(failures + 1, true), layout).migrate();
                break;
            } catch (FailingFiles.Killed e) {
                failures++;
                assertThat(digests(engram)).as("step %d", failures).isEqualTo(digests);
                Engram.migrate(engram);
                assertNewest(digests);
            }
        }
        assertThat(failures).isGreaterThan(8);
    }
}
