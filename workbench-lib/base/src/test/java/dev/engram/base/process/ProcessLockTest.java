package dev.engram.base.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

    @TempDir private Path folder;

    @Test
    void onlyOneHoldsItAtATime() throws Exception {
        Path file = folder.resolve("a/lock");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 40; i++) {
                Future<?> unused =
                        pool.submit(
                                () -> {
                                    try (ProcessLock lock = ProcessLock.take(file, () -> {})) {
                                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                        Thread.sleep(1);
                                        inside.decrementAndGet();
                                    }
                                    return null;
                                });
            }
        }
        assertThat(inside).hasValue(0);
        assertThat(most).hasValue(1);
    }

    @Test
    void aWaiterIsToldAndCanBeInterrupted() throws Exception {
        Path file = folder.resolve("lock");
        CountDownLatch waiting = new CountDownLatch(1);
        try (ProcessLock held = ProcessLock.take(file, () -> {})) {
            Throwable[] thrown = new Throwable[1];
            Thread waiter =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (ProcessLock lock =
                                                ProcessLock.take(file, waiting::countDown)) {
                                            thrown[0] = new AssertionError("took it twice");
                                        } catch (Exception e) {
                                            thrown[0] = e;
                                        }
                                    });
            waiting.await();
            waiter.interrupt();
            waiter.join();
            assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
        }
        ProcessLock.take(file, () -> {}).close();
    }

    @Test
    void takingItTwiceInOneThreadIsRefusedAndLosesNothing() throws Exception {
        Path file = folder.resolve("lock");
        try (ProcessLock held = ProcessLock.take(file, () -> {})) {
            assertThatThrownBy(() -> ProcessLock.take(file, () -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lock");
            assertThat(tryInAnotherProcess(file)).isEqualTo("waits");
        }
        assertThat(tryInAnotherProcess(file)).isEqualTo("took it");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkedFolderLeadsToTheSameLock() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        CountDownLatch waiting = new CountDownLatch(1);
        Throwable[] thrown = new Throwable[1];
        Thread waiter;
        try (ProcessLock held = ProcessLock.take(real.resolve("lock"), () -> {})) {
            waiter =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            ProcessLock.take(
                                                            link.resolve("lock"),
                                                            waiting::countDown)
                                                    .close();
                                        } catch (Exception e) {
                                            thrown[0] = e;
                                            waiting.countDown();
                                        }
                                    });
            waiting.await();
        }
        waiter.join();
        assertThat(thrown[0]).isNull();
    }

    @Test
    void closingTwiceGivesItBackOnce() throws Exception {
        Path file = folder.resolve("lock");
        ProcessLock first = ProcessLock.take(file, () -> {});
        first.close();
        try (ProcessLock second = ProcessLock.take(file, () -> {})) {
            first.close();
            assertThat(tryInAnotherProcess(file)).isEqualTo("waits");
        }
    }

    @Test
    void aKilledProcessLosesIt() throws Exception {
        Path file = folder.resolve("lock");
        Process holder = start(file);
        try {
            assertThat(answer(holder)).isEqualTo("took it");
            CountDownLatch waiting = new CountDownLatch(1);
            Thread taker =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            ProcessLock.take(file, waiting::countDown).close();
                                        } catch (Exception e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
            waiting.await();
            assertThat(taker.isAlive()).isTrue();
            holder.destroyForcibly();
            taker.join();
            assertThat(taker.isInterrupted()).isFalse();
        } finally {
            holder.destroyForcibly();
        }
    }

    private static String tryInAnotherProcess(Path file) throws Exception {
        Process other = start(file);
        try {
            return answer(other);
        } finally {
            other.destroyForcibly();
            other.waitFor();
        }
    }

    private static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        place(ProcessLock.class) + File.pathSeparator + place(Other.class),
                        Other.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String place(Class<?> type) {
        return Path.of(
                        URI.create(
                                type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString()))
                .toString();
    }

    private static String answer(Process process) throws IOException {
        return process.inputReader().readLine();
    }

    /** The other process: says whether it had to wait, and stays until it is killed. */
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) throws Exception {
            try (ProcessLock lock =
                    ProcessLock.take(
                            Path.of(arguments[0]),
                            () -> {
                                System.out.println("waits");
                                System.out.flush();
                            })) {
                System.out.println("took it");
                System.out.flush();
                int unused = System.in.read();
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsAnIoError() {
        assertThatThrownBy(() -> ProcessLock.take(Path.of("/proc/none/lock"), () -> {}))
                .isInstanceOf(java.io.IOException.class);
    }
}
