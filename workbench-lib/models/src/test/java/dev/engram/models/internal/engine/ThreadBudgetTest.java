package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadBudgetTest {

    @Test
    void coresThatOthersUseAreLeftToThem() {
        double[] load = {0};
        ThreadBudget budget = new ThreadBudget(4, () -> load[0]);
        assertThat(budget.freeCores()).isEqualTo(4);
        load[0] = 0.05;
        assertThat(budget.freeCores()).isEqualTo(4);
        load[0] = 0.5;
        assertThat(budget.freeCores()).isEqualTo(2);
        load[0] = 1;
        assertThat(budget.freeCores()).isEqualTo(1);
    }

    @Test
    void neverMoreThreadsAtOnceThanCores() throws InterruptedException {
        ThreadBudget budget = new ThreadBudget(2, () -> 0);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(6);
        for (int i = 0; i < 6; i++) {
            int threads = 1 + i % 3; // 3 is more than there are: it takes all
            Thread.ofVirtual()
                    .start(
                            () -> {
                                budget.acquire(threads);
                                int now = running.addAndGet(Math.min(2, threads));
                                most.accumulateAndGet(now, Math::max);
                                Thread.yield();
                                running.addAndGet(-Math.min(2, threads));
                                budget.release(threads);
                                done.countDown();
                            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void thisMachineHasCores() {
        assertThat(ThreadBudget.physicalCores())
                .isBetween(1, Runtime.getRuntime().availableProcessors());
        assertThat(new ForeignLoad().share()).isBetween(0.0, 1.0);
    }
}
