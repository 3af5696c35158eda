package dev.engram.ensemble.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ParallelTest {

    private static String said(RuntimeException e) {
        return "failed: " + e.getMessage();
    }

    /** All must have begun before the first may end, and they end in the opposite order. */
    @Test
    void piecesRunAtOnceAndResultsKeepTheirOrder() {
        int count = 20;
        List<CountDownLatch> done = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            done.add(new CountDownLatch(1));
        }
        done.get(count).countDown();
        List<Callable<String>> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            pieces.add(
                    () -> {
                        done.get(number + 1).await();
                        done.get(number).countDown();
                        return "r" + number;
                    });
        }
        List<String> results = Parallel.all(pieces, ParallelTest::said);
        assertThat(results).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(results.get(i)).isEqualTo("r" + i);
        }
    }

    @Test
    void everyKindOfFailureIsAResultOfItsOwn() {
        List<Callable<String>> pieces =
                List.of(
                        () -> {
                            throw new IllegalStateException("runtime");
                        },
                        () -> "fine",
                        () -> {
                            throw new IOException("checked");
                        },
                        () -> {
                            throw new StackOverflowError("deep");
                        });
        assertThat(Parallel.all(pieces, ParallelTest::said))
                .containsExactly(
                        "failed: runtime",
                        "fine",
                        "failed: java.io.IOException: checked",
                        "failed: java.lang.StackOverflowError: deep");
        assertThat(Parallel.all(List.<Callable<String>>of(), ParallelTest::said)).isEmpty();
    }

    @Test
    void anInterruptOfTheCallerStopsAllPiecesBeforeTheCallEnds() throws Exception {
        AtomicInteger stopped = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(3);
        List<Callable<String>> pieces = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pieces.add(
                    () -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            stopped.incrementAndGet();
                            throw e;
                        }
                        return "never";
                    });
        }
        Thread caller = Thread.currentThread();
        Thread interrupting =
                Thread.startVirtualThread(
                        () -> {
                            try {
                                begun.await();
                            } catch (InterruptedException e) {
                                return;
                            }
                            caller.interrupt();
                        });
        assertThatThrownBy(() -> Parallel.all(pieces, ParallelTest::said))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(stopped).hasValue(3);
        interrupting.join();
        assertThat(Thread.interrupted()).isFalse();
    }
}
