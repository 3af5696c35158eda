package dev.engram.engram.internal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.Engram;
import dev.engram.engram.ExtractOptions;
import dev.engram.engram.FailingFiles;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.Trees;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.store.WriterLock;
import dev.engram.engram.internal.tree.SourceFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong while writing, the last snapshot is whole and the next try works. */
class FailureTest {

    private static final IngestOptions OPTIONS = IngestOptions.defaults().withDimension(10_000);

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
    }

    private void ingestWith(StoreFiles files, SourceFiles sources) throws IOException {
        new Ingester(files, sources, Progress.none()).ingest(source, engram, OPTIONS);
    }

    private Map<String, String> extracted(String name) throws IOException {
        Path output = temp.resolve(name);
        try (Engram open = Engram.open(engram)) {
            open.extract(output, ExtractOptions.defaults(), Progress.none());
        }
        return Trees.describe(output);
    }

    @Test
    void aFullDiskAtAnyStepLosesNothing() throws IOException {
        failAtEveryStep(false);
    }

    @Test
    void aKilledProcessAtAnyStepLosesNothing() throws IOException {
        failAtEveryStep(true);
    }

    private void failAtEveryStep(boolean kill) throws IOException {
        ingestWith(StoreFiles.disk(), SourceFiles.disk());
        Map<String, String> before = Trees.describe(source);
        Files.writeString(
                source.resolve("src/New.java"), "class New { int fresh() { return 1; } }");
        Map<String, String> after = Trees.describe(source);
        int failures = 0;
        while (true) {
            try {
                ingestWith(new FailingFiles(failures + 1, kill), SourceFiles.disk());
                break;
            } catch (WorkbenchException e) {
                assertThat(kill).isFalse();
                assertThat(e.category()).isEqualTo(Category.RESOURCE);
                assertThat(e.userMessage())
                        .contains("no space left", "the last snapshot is whole", "free some space");
            } catch (FailingFiles.Killed e) {
                assertThat(kill).isTrue();
            }
            failures++;
            assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
            Map<String, String> found = extracted((kill ? "k" : "f") + failures);
            if (!found.equals(after)) { // the last steps come after the new root
                assertThat(found).isEqualTo(before);
            }
        }
        assertThat(failures).as("steps that failed once").isGreaterThan(15);
        assertThat(extracted("end")).isEqualTo(after);
        try (var left = Files.list(engram.resolve("tmp"))) {
            assertThat(left).as("temporary files after a success").isEmpty();
        }
    }

    @Test
    void aFirstIngestThatFailsLeavesNothingBehind() {
        assertThatThrownBy(() -> ingestWith(new FailingFiles(3, false), SourceFiles.disk()))
                .hasMessageContaining("no engram was made");
        assertThat(engram).doesNotExist();
    }

    /** The file system, except that some paths may not be read. */
    private record Unreadable(Path denied) implements SourceFiles {
        private void check(Path path) throws IOException {
            if (path.equals(denied)) {
                throw new AccessDeniedException(path.toString());
            }
        }

        @Override
        public List<Path> list(Path folder) throws IOException {
            check(folder);
            return SourceFiles.disk().list(folder);
        }

        @Override
        public Attributes attributes(Path path) throws IOException {
            return SourceFiles.disk().attributes(path);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            check(file);
            return SourceFiles.disk().open(file);
        }

        @Override
        public Path target(Path link) throws IOException {
            return SourceFiles.disk().target(link);
        }
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        for (String path : List.of("src", "src/File3.java", "")) {
            Path denied = source.toRealPath().resolve(path).normalize();
            assertThatThrownBy(() -> ingestWith(StoreFiles.disk(), new Unreadable(denied)))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> {
                                assertThat(e.category().exitCode()).isEqualTo(1);
                                assertThat(e.userMessage().lines()).hasSize(2);
                            })
                    .hasMessage("cannot read " + denied + ": permission denied");
            assertThat(engram).doesNotExist();
        }
    }

    /** What another thread runs as this one would. */
    Runnable inScope(Runnable work) {
        return work;
    }

    @Test
    void anInterruptLeavesTheLastSnapshot() throws IOException {
        ingestWith(StoreFiles.disk(), SourceFiles.disk());
        Map<String, String> before = Trees.describe(source);
        Files.writeString(source.resolve("new.txt"), "new");
        Progress interrupting =
                (phase, done, total, unit) -> {
                    for (Thread thread : Thread.getAllStackTraces().keySet()) {
                        if (thread.getName().equals("ingest-test")) {
                            thread.interrupt();
                        }
                    }
                };
        Throwable[] thrown = new Throwable[1];
        Thread caller =
                Thread.ofPlatform()
                        .name("ingest-test")
                        .unstarted(
                                inScope(
                                        () -> {
                                            try {
                                                new Ingester(
                                                                StoreFiles.disk(),
                                                                SourceFiles.disk(),
                                                                interrupting)
                                                        .ingest(source, engram, OPTIONS);
                                            } catch (Throwable e) {
                                                thrown[0] = e;
                                            }
                                        }));
        caller.start();
        try {
            caller.join(60_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thrown[0])
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.INTERRUPTED))
                .hasMessage("interrupted: the engram keeps its last snapshot");
        assertThat(Engram.check(engram, Progress.none()).ok()).isTrue();
        assertThat(extracted("out")).isEqualTo(before);
    }

    @Test
    void aSecondWriterIsRefusedAndADeadOnesLockIsFree() throws IOException {
        ingestWith(StoreFiles.disk(), SourceFiles.disk());
        try (WriterLock lock = WriterLock.take(new StoreLayout(engram))) {
            assertThatThrownBy(() -> ingestWith(StoreFiles.disk(), SourceFiles.disk()))
                    .hasMessageContaining("is being written by another task of this process");
            try (Engram reader = Engram.open(engram)) {
                assertThat(reader.info().files()).isEqualTo(7);
            }
        }
        Files.writeString(engram.resolve("lock"), "process 1 since 1970\n");
        ingestWith(StoreFiles.disk(), SourceFiles.disk());
    }

    @Test
    void withoutARootNothingIsWrittenAndNothingRemoved() throws IOException {
        ingestWith(StoreFiles.disk(), SourceFiles.disk());
        Files.delete(engram.resolve("root"));
        List<Path> before = writeOnceFiles();
        assertThat(before).hasSizeGreaterThan(3);
        for (StoreFiles disk : List.of(StoreFiles.disk(), new FailingFiles(3, false))) {
            assertThatThrownBy(() -> ingestWith(disk, SourceFiles.disk()))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> {
                                assertThat(e.category()).isEqualTo(Category.DAMAGED);
                                assertThat(e.userMessage())
                                        .contains("lost its root file", "engram repair -e");
                            });
            assertThat(writeOnceFiles()).isEqualTo(before);
        }
        Cleanup.unreferenced(StoreFiles.disk(), new StoreLayout(engram));
        assertThat(writeOnceFiles()).as("clearing keeps what it cannot judge").isEqualTo(before);
    }

    private List<Path> writeOnceFiles() throws IOException {
        try (var all = Files.walk(engram)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFolderThatIsSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(engram);
        Files.writeString(engram.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> ingestWith(StoreFiles.disk(), SourceFiles.disk()))
                .hasMessageContaining("not an engram");
        assertThat(Trees.describe(engram).keySet()).containsExactly("", "/thesis.txt");
    }
}
