package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for work on native memory: never longer than it runs, never shorter. */
@Timeout(30)
class NativeWaitTest {

    @Test
    void aStoppableCallGivesItsResultOrWhatItThrew() {
        assertThat(StoppableCall.run(() -> 7, () -> {}, "state")).isEqualTo(7);
        IllegalStateException own = new IllegalStateException("own");
        assertThatThrownBy(
                        () ->
                                StoppableCall.run(
                                        () -> {
                                            throw own;
                                        },
                                        () -> {},
                                        "state"))
                .isSameAs(own);
        assertThatThrownBy(
                        () ->
                                StoppableCall.run(
                                        () -> {
                                            throw new OutOfMemoryError("native");
                                        },
                                        () -> {},
                                        "state"))
                .isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(
                        () ->
                                StoppableCall.run(
                                        () -> {
                                            throw new IOException("disk");
                                        },
                                        () -> {},
                                        "state"))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("disk");
    }

    /** Its caller frees the memory afterwards: the work must have ended by then. */
    @Test
    void anInterruptStopsTheWorkAndWaitsForItsEnd() {
        CountDownLatch stop = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread.currentThread().interrupt();
        assertThatThrownBy(
                        () ->
                                StoppableCall.run(
                                        () -> {
                                            stop.await();
                                            ended.set(true);
                                            return 0;
                                        },
                                        stop::countDown,
                                        "nothing was written"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.INTERRUPTED))
                .hasMessage("nothing was written");
        assertThat(ended).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void tasksRunInOrderAndOnlyWhereTheyAreAskedTo() throws Exception {
        EngineTasks tasks = new EngineTasks();
        AtomicReference<String> result = new AtomicReference<>("");
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        result.set(
                                                tasks.run(
                                                        () -> Thread.currentThread().getName(),
                                                        () -> {}));
                                    } catch (IOException e) {
                                        result.set("failed");
                                    }
                                });
        while (tasks.isEmpty()) {
            Thread.onSpinWait();
        }
        Thread.currentThread().setName("the engine's");
        tasks.runAll();
        caller.join();
        assertThat(result).hasValue("the engine's");
        assertThat(tasks.isEmpty()).isTrue();
    }

    @Test
    void whatATaskThrowsReachesWhoAskedAndACancelledOneSaysWhy() {
        EngineTasks tasks = new EngineTasks();
        assertThatThrownBy(
                        () ->
                                tasks.run(
                                        () -> {
                                            throw new IOException("full");
                                        },
                                        tasks::runAll))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
        assertThatThrownBy(
                        () ->
                                tasks.run(
                                        () -> {
                                            throw WorkbenchException.usage("no", "yes");
                                        },
                                        tasks::runAll))
                .isInstanceOf(WorkbenchException.class);
        assertThatThrownBy(() -> tasks.run(() -> 1, tasks::cancelAll))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model was closed");
    }

    /** It touches native memory: an interrupted caller waits, and stays interrupted. */
    @Test
    void anInterruptedCallerGetsItsResultAndStaysInterrupted() throws IOException {
        EngineTasks tasks = new EngineTasks();
        Thread.currentThread().interrupt();
        assertThat(tasks.run(() -> 5, tasks::runAll)).isEqualTo(5);
        assertThat(Thread.interrupted()).isTrue();
    }
}
