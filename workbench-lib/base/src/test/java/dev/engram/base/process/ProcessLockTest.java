package dev.engram.base.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
    void aFolderThatCannotBeMadeIsAnIoError() {
        assertThatThrownBy(() -> ProcessLock.take(Path.of("/proc/none/lock"), () -> {}))
                .isInstanceOf(java.io.IOException.class);
    }
}
