package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir private Path folder;

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void makesFoldersReplacesWhatWasThereAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a/b/note.txt");
        AtomicFiles.write(file, "first, longer than the second");
        AtomicFiles.write(file, "zweite: ä€🙂");
        assertThat(file).hasContent("zweite: ä€🙂");
        assertThat(entries(file.getParent())).containsExactly(file);
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFileAndNoUnfinishedOne() throws IOException {
        Path target = Files.createDirectories(folder.resolve("taken"));
        Files.writeString(target.resolve("inside"), "kept");
        assertThatThrownBy(() -> AtomicFiles.write(target, "text")).isInstanceOf(IOException.class);
        assertThat(target.resolve("inside")).hasContent("kept");
        assertThat(entries(folder)).containsExactly(target);
        assertThatThrownBy(() -> AtomicFiles.write(Path.of("/"), "text"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no file");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
    void othersMayReadButNotWrite() throws IOException {
        Path file = folder.resolve("file");
        AtomicFiles.write(file, "x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void anInterruptedThreadStillWritesWholeFilesAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        AtomicFiles.write(folder.resolve("file"), "whole");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("file")).hasContent("whole");
    }

    /** Two writers of different texts, a reader beside them: it only ever sees one or the other. */
    @Test
    void aReaderNeverSeesHalfAFile() throws Exception {
        Path file = folder.resolve("file");
        byte[] short1 = new byte[10];
        byte[] long2 = new byte[200_000];
        Arrays.fill(short1, (byte) 1);
        Arrays.fill(long2, (byte) 2);
        AtomicFiles.write(file, short1);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<?>> writers =
                    Stream.of(short1, long2)
                            .<Future<?>>map(
                                    bytes ->
                                            pool.submit(
                                                    () -> {
                                                        for (int i = 0; i < 40; i++) {
                                                            AtomicFiles.write(file, bytes);
                                                        }
                                                        return null;
                                                    }))
                            .toList();
            Future<Integer> reader =
                    pool.submit(
                            () -> {
                                int torn = 0;
                                while (!over.get()) {
                                    byte[] seen = Files.readAllBytes(file);
                                    torn +=
                                            Arrays.equals(seen, short1)
                                                            || Arrays.equals(seen, long2)
                                                    ? 0
                                                    : 1;
                                }
                                return torn;
                            });
            for (Future<?> writer : writers) {
                writer.get();
            }
            over.set(true);
            assertThat(reader.get()).isZero();
        }
        assertThat(entries(folder)).containsExactly(file);
    }
}
