package dev.engram.ensemble.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.TaskClassifier.Classification;
import dev.engram.ensemble.pool.Deadline;
import dev.engram.ensemble.pool.EnsembleMetrics;
import dev.engram.ensemble.pool.FaultyModel;
import dev.engram.ensemble.pool.ModelPool;
import dev.engram.models.GenerationRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RouterTest {

    private static final String FILE =
            """
            pools:
              first: {models: [a], slots: 1, fallback: second}
              second: {models: [b], slots: 1}
            routes: {coding: second}
            leastConfidence: 0.5
            """;

    private final List<FaultyModel> opened = Collections.synchronizedList(new ArrayList<>());
    private Classification kind = new Classification("coding", 1);

    private Router router(CountDownLatch gate) {
        return new Router(
                EnsembleFile.parse(FILE, "x"),
                task -> kind,
                (id, slots) -> {
                    FaultyModel model = new FaultyModel(id);
                    model.holdBehind(gate);
                    opened.add(model);
                    return model;
                },
                EnsembleMetrics.simple());
    }

    @Test
    void theTypeChoosesThePoolOnlyWhereItIsSureEnough() {
        Router router = router(new CountDownLatch(0));
        assertThat(router.specialized("x").pool().name()).isEqualTo("second");
        kind = new Classification("coding", 0.5);
        assertThat(router.specialized("x").sure()).isTrue();
        kind = new Classification("coding", 0.49);
        assertThat(router.specialized("x").pool().name()).isEqualTo("first");
        assertThat(router.specialized("x").sure()).isFalse();
        kind = new Classification("research", 1);
        assertThat(router.specialized("x").pool().name()).isEqualTo("first");
        assertThat(router.forType("no such type").name()).isEqualTo("first");
    }

    @Test
    void theIdlePoolTakesWhatTheBusyOneWouldMakeWait() {
        CountDownLatch gate = new CountDownLatch(1);
        Router router = router(gate);
        ModelPool first = router.named("first");
        assertThat(router.leastLoaded("x").pool()).isSameAs(first);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(
                    () ->
                            first.ask(
                                    GenerationRequest.chat("x"),
                                    Deadline.in(100_000),
                                    piece -> {},
                                    new HashSet<>()));
            while (first.status().active() == 0) {
                Thread.onSpinWait();
            }
            assertThat(router.leastLoaded("x").pool().name()).isEqualTo("second");
            gate.countDown();
        }
    }

    @Test
    void poolsAreFoundByNameAndFallBackAsTheFileSays() {
        Router router = router(new CountDownLatch(0));
        assertThat(router.fallback(router.named("first"))).contains(router.named("second"));
        assertThat(router.fallback(router.named("second"))).isEmpty();
        assertThatThrownBy(() -> router.named("third"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("'third'", "first, second"));
    }

    @Test
    void closingClosesTheModelsOfAllPoolsThatWereOpened() throws Exception {
        Router router = router(new CountDownLatch(0));
        for (ModelPool pool : router.pools()) {
            pool.representative();
        }
        router.close();
        assertThat(opened).hasSize(2).allMatch(m -> m.closed);
    }
}
