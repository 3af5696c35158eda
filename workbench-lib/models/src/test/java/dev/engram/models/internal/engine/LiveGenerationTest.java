package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.models.GenerationResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveGenerationTest {

    @Test
    void anInterruptCancelsWithoutHoldingTheLock() {
        AtomicReference<LiveGeneration> generation = new AtomicReference<>();
        AtomicReference<Boolean> free = new AtomicReference<>(false);
        generation.set(
                new LiveGeneration(
                        () -> {
                            // As the engine's thread does while it holds the engine's lock.
                            Thread other = Thread.ofVirtual().start(() -> generation.get().done());
                            try {
                                free.set(other.join(Duration.ofSeconds(20)));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> generation.get().result())
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("interrupted");
        assertThat(free.get()).isTrue();
        assertThat(generation.get().cancelled()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private static GenerationResult ended(String text) {
        return new GenerationResult(
                text,
                GenerationResult.FinishReason.END,
                new GenerationResult.Usage(1, 1),
                new GenerationResult.Timings(0, 0, 0, 0, 0));
    }

    /** What has ended holds nobody up any more. */
    @Test
    void cancellingWhatHasEndedReachesNobody() {
        AtomicReference<String> told = new AtomicReference<>("nothing");
        LiveGeneration generation = new LiveGeneration(() -> told.set("cancelled"));
        generation.end(ended("a"));
        generation.cancel();
        assertThat(told).hasValue("nothing");
        assertThat(generation.cancelled()).isFalse();
    }

    @Test
    void theFirstEndCountsAndCanBeAskedForAgain() {
        LiveGeneration generation = new LiveGeneration(() -> {});
        generation.emit("a");
        generation.emit("");
        generation.emit("b");
        generation.end(ended("ab"));
        generation.end(ended("other"));
        generation.fail(new IllegalStateException("late"));
        StringBuilder pieces = new StringBuilder();
        assertThat(generation.forEachToken(pieces::append).text()).isEqualTo("ab");
        assertThat(pieces).hasToString("ab");
        assertThat(generation.result().text()).isEqualTo("ab");
        assertThat(generation.done()).isTrue();
    }

    /** The text before a failure was said, and is heard before it. */
    @Test
    void aFailureComesAfterTheTextBeforeIt() {
        LiveGeneration generation = new LiveGeneration(() -> {});
        generation.emit("half");
        generation.fail(new IllegalStateException("lost"));
        StringBuilder pieces = new StringBuilder();
        assertThatThrownBy(() -> generation.forEachToken(pieces::append)).hasMessage("lost");
        assertThat(pieces).hasToString("half");
        assertThatThrownBy(generation::result).hasMessage("lost");
    }
}
