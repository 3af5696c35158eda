package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
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
}
