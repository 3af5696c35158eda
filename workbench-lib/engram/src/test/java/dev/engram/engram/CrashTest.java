package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.history.Pruner;
import dev.engram.engram.internal.ingest.Ingester;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.store.WriterLock;
import dev.engram.engram.internal.tree.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die while writing, writers that meet, and readers in the middle of it. */
class CrashTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withThreads(1);
    private static final int DIED = 9;

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Trees.small(Files.createDirectories(temp.resolve("source")));
        engram = temp.resolve("x.engram");
    }

    /** Does something to an engram and dies at a step of writing. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            Path source = Path.of(arguments[1]);
            Path engram = Path.of(arguments[2]);
            FailingFiles dying =
                    new FailingFiles(
                            Integer.parseInt(arguments[3]),
                            true,
                            () -> Runtime.getRuntime().halt(DIED));
            Ingester ingester = new Ingester(dying, SourceFiles.disk(), Progress.none());
            switch (arguments[0]) {
                case "ingest" -> ingester.ingest(source, engram, OPTIONS);
                case "update" -> ingester.update(source, engram, 1);
                case "prune" ->
                        new Pruner(dying, new StoreLayout(engram), Progress.none())
                                .prune(PruneOptions.newest(1));
                case "lock" -> {
                    try (WriterLock lock = WriterLock.take(new StoreLayout(engram))) {
                        System.out.println("locked");
                        System.in.read();
                    }
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private boolean dies(String verb, int step) throws Exception {
        Process writer =
                ChildJvm.start(Writer.class, verb, source.toString(), engram.toString(), "" + step);
        assertThat(writer.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.exitValue()).isIn(0, DIED);
        return writer.exitValue() == DIED;
    }

    private String digest() throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    @Test
    void aProcessThatDiesWhileUpdatingAndPruningLeavesAWholeEngram() throws Exception {
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        String before = digest();
        Files.writeString(source.resolve("src/File1.java"), "class File1 { int fresh() {} }");
        Engram.ingest(source, temp.resolve("fresh.engram"), OPTIONS, Progress.none());
        Path aside = temp.resolve("aside.engram");
        Copies.copy(engram, aside);
        for (int step : new int[] {1, 4, 9, 14}) {
            Copies.copy(aside, engram);
            assertThat(dies("update", step)).as("step %d", step).isTrue();
            assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
            assertThat(digest()).isEqualTo(before);
        }
        Engram.update(source, engram, 1, Progress.none());
        String after = digest();
        assertThat(after).isNotEqualTo(before);
        for (int step : new int[] {1, 3, 6}) {
            assertThat(dies("prune", step)).as("step %d", step).isTrue();
            assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
            assertThat(digest()).isEqualTo(after);
        }
        Engram.prune(engram, PruneOptions.newest(1), Progress.none());
        assertThat(Engram.log(engram)).hasSize(1);
        assertThat(digest()).isEqualTo(after);
    }

    /** Whatever step a first ingest dies at, ingesting again works, or a repair before it does. */
    @Test
    void aFirstIngestThatDiesCanBeDoneAgain() throws IOException {
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        String right = digest();
        StoreLayout layout = new StoreLayout(engram);
        int repaired = 0;
        int step = 1;
        while (true) {
            Copies.delete(engram);
            layout.create(); // it is there already: the dead do not clear up
            try {
                new Ingester(new FailingFiles(step++, true), SourceFiles.disk(), Progress.none())
                        .ingest(source, engram, OPTIONS);
                break;
            } catch (FailingFiles.Killed e) {
                if (layout.hasSnapshots() && !Files.exists(layout.root())) {
                    assertThatThrownBy(
                                    () -> Engram.ingest(source, engram, OPTIONS, Progress.none()))
                            .hasMessageContaining("lost its root file");
                    Engram.repair(engram, Optional.empty(), Progress.none());
                    repaired++;
                }
                Engram.ingest(source, engram, OPTIONS, Progress.none());
                assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
                assertThat(digest()).as("step %d", step).isEqualTo(right);
            }
        }
        assertThat(step).isGreaterThan(15);
        assertThat(repaired).as("deaths between snapshot and root").isPositive();
    }

    @Test
    void anUpdateKilledAtAnyStepLosesNothing() throws IOException {
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        String before = digest();
        Files.writeString(source.resolve("src/File1.java"), "class File1 { int fresh() {} }");
        Files.delete(source.resolve("src/File2.java"));
        Path aside = temp.resolve("aside.engram");
        Copies.copy(engram, aside);
        Engram.update(source, engram, 1, Progress.none());
        String after = digest();
        int step = 1;
        while (true) {
            Copies.copy(aside, engram);
            try {
                new Ingester(new FailingFiles(step++, true), SourceFiles.disk(), Progress.none())
                        .update(source, engram, 1);
                break;
            } catch (FailingFiles.Killed e) {
                assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
                assertThat(digest()).isIn(before, after);
                Engram.update(source, engram, 1, Progress.none());
                assertThat(digest()).as("step %d", step).isEqualTo(after);
            }
        }
        assertThat(step).isGreaterThan(15);
    }

    @Test
    void aWriterOfAnotherProcessIsNamedAndItsLockEndsWithIt() throws Exception {
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        Process other =
                ChildJvm.start(Writer.class, "lock", source.toString(), engram.toString(), "99");
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> Engram.update(source, engram, 1, Progress.none()))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e ->
                                    assertThat(e.userMessage())
                                            .contains("being written by process " + other.pid()));
            assertThatThrownBy(() -> Engram.prune(engram, PruneOptions.newest(1), Progress.none()))
                    .hasMessageContaining("being written by process " + other.pid());
            assertThat(digest()).isNotEmpty();
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Engram.update(source, engram, 1, Progress.none());
    }

    /** Each state has one number in all its files; a reader must never see two. */
    @Test
    void readersSeeWholeStatesWhileOthersUpdateAndPrune() throws Exception {
        state(0);
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger read = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            int last = 0;
                                            do {
                                                last = readState(last);
                                                read.incrementAndGet();
                                            } while (writing.get());
                                        } catch (Throwable e) {
                                            failures.add(e);
                                        }
                                    }));
        }
        try {
            for (int number = 1; number <= 12; number++) {
                state(number);
                Engram.update(source, engram, 1, Progress.none());
                Engram.prune(engram, PruneOptions.newest(1), Progress.none());
            }
        } finally {
            writing.set(false);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failures).isEmpty();
        assertThat(read.get()).isGreaterThanOrEqualTo(3);
        PruneResult last = Engram.prune(engram, PruneOptions.newest(1), Progress.none());
        assertThat(last.reading()).isEmpty();
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        assertThat(readState(12)).isEqualTo(12);
    }

    private void state(int number) throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.writeString(source.resolve("state" + i + ".md"), "state" + number + "end\n");
        }
    }

    private int readState(int atLeast) throws IOException {
        try (Engram open = Engram.open(engram)) {
            Hits hits = open.query("state" + 0 + "end walk", QueryOptions.top(50));
            assertThat(hits.hits()).isNotEmpty();
            List<String> states = new ArrayList<>();
            open.passages(
                    passage -> {
                        if (passage.path().startsWith("state")) {
                            states.add(passage.text().strip());
                        }
                    });
            assertThat(states).hasSize(4);
            assertThat(states.stream().distinct()).hasSize(1);
            String text = states.getFirst();
            int number = Integer.parseInt(text.substring(5, text.length() - 3));
            assertThat(number).isGreaterThanOrEqualTo(atLeast);
            return number;
        }
    }
}
