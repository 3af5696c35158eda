package dev.engram.ensemble.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.ensemble.pool.FaultyModel.Fault;
import dev.engram.models.GenerationRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResilientExecutorTest {

    private static final GenerationRequest REQUEST = GenerationRequest.chat("Say it.");
    private static final RetrySpec FAST = new RetrySpec(3, 1, 4);

    private final EnsembleMetrics metrics = EnsembleMetrics.prometheus();
    private final ResilientExecutor executor = new ResilientExecutor(FAST, metrics);

    private ModelPool pool(String name, int slots, int queue, FaultyModel... models) {
        Map<String, FaultyModel> byId =
                Stream.of(models).collect(Collectors.toMap(m -> m.info().id(), m -> m));
        return new ModelPool(
                new PoolSpec(
                        name,
                        Stream.of(models).map(m -> m.info().id()).toList(),
                        slots,
                        queue,
                        "",
                        50),
                (id, wanted) -> byId.get(id),
                metrics);
    }

    private Reply ask(ModelPool pool, Optional<ModelPool> fallback) {
        return executor.ask(pool, fallback, REQUEST, Deadline.in(20_000), piece -> {});
    }

    @Test
    void anErrorIsTriedAgain() {
        ModelPool pool = pool("p", 1, 1, new FaultyModel("m", Fault.ERROR, Fault.ERROR_MIDWAY));
        Reply reply = ask(pool, Optional.empty());

        assertThat(reply.result().text()).isEqualTo("m: one two three");
        assertThat(reply.tries()).isEqualTo(3);
        assertThat(reply.fallback()).isFalse();
        assertThat(metrics.retries()).isEqualTo(2);
        assertThat(pool.status().models().getFirst().failed()).isEqualTo(2);
        assertThat(pool.status().models().getFirst().lastProblem()).isEqualTo("m broke midway");
    }

    @Test
    void anotherModelOfThePoolIsTriedBeforeTheSameOne() {
        FaultyModel bad = new FaultyModel("a", Fault.ERROR, Fault.ERROR, Fault.ERROR);
        Reply reply = ask(pool("p", 1, 1, bad, new FaultyModel("b")), Optional.empty());

        // Which of two equal models goes first is open; the bad one is never asked twice.
        assertThat(reply.model()).isEqualTo("b");
        assertThat(bad.asked.get()).isLessThanOrEqualTo(1);
    }

    @Test
    void theFallbackTakesOverAfterThreeTries() {
        FaultyModel bad = new FaultyModel("a", Fault.ERROR, Fault.ERROR, Fault.ERROR);
        Reply reply = ask(pool("p", 1, 1, bad), Optional.of(pool("q", 1, 1, new FaultyModel("b"))));

        assertThat(reply.pool()).isEqualTo("q");
        assertThat(reply.fallback()).isTrue();
        assertThat(reply.tries()).isEqualTo(4);
        assertThat(bad.asked).hasValue(3);
        assertThat(metrics.fallbacks()).isEqualTo(1);
    }

    @Test
    void whereNobodyAnswersTheErrorSaysWhatWasTried() {
        FaultyModel a = new FaultyModel("a", Fault.ERROR, Fault.ERROR, Fault.ERROR);
        FaultyModel b = new FaultyModel("b", Fault.ERROR, Fault.ERROR, Fault.ERROR);

        assertThatThrownBy(() -> ask(pool("p", 1, 1, a), Optional.of(pool("q", 1, 1, b))))
                .hasMessage("no answer after 6 tries: pool 'p': a broke; pool 'q': b broke");
    }

    @Test
    void whatNoTryCanMendIsNotTriedAgain() {
        FaultyModel refusing = new FaultyModel("a", Fault.REFUSE);
        FaultyModel other = new FaultyModel("b");

        assertThatThrownBy(
                        () -> ask(pool("p", 1, 1, refusing), Optional.of(pool("q", 1, 1, other))))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.USAGE));
        assertThat(refusing.asked).hasValue(1);
        assertThat(other.asked).hasValue(0);
    }

    @Test
    void aModelThatCannotBeOpenedFallsBackAtOnce() {
        ModelPool missing =
                new ModelPool(
                        PoolSpec.of("p", "x", 1),
                        (id, slots) -> {
                            throw WorkbenchException.missing("no model " + id, "pull it");
                        },
                        metrics);
        Reply reply = ask(missing, Optional.of(pool("q", 1, 1, new FaultyModel("b"))));

        assertThat(reply.model()).isEqualTo("b");
        assertThat(reply.tries()).isEqualTo(2);
    }

    @Test
    void aHangingOrDeafModelEndsAtTheDeadlineAndFreesItsSlot() {
        for (Fault fault : List.of(Fault.HANG, Fault.DEAF)) {
            ModelPool pool = pool("p", 1, 1, new FaultyModel("m", fault));
            assertThatThrownBy(
                            () ->
                                    executor.ask(
                                            pool,
                                            Optional.empty(),
                                            REQUEST,
                                            Deadline.in(100),
                                            piece -> {}))
                    .as(fault.name())
                    .hasMessageStartingWith("no answer within 100 ms");
            assertThat(pool.status().active()).isZero();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(ask(pool, Optional.empty()).tries()).isEqualTo(1);
        }
    }

    @Test
    void beyondTheQueueIsRefusedAtOnce() throws Exception {
        FaultyModel model = new FaultyModel("m");
        CountDownLatch gate = new CountDownLatch(1);
        model.holdBehind(gate);
        ModelPool pool = pool("p", 2, 3, model);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> inside = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                inside.add(threads.submit(() -> ask(pool, Optional.empty())));
            }
            while (pool.status().waiting() < 3) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> ask(pool, Optional.empty()))
                    .hasMessage("pool 'p' is full: 2 running, 3 waiting");
            gate.countDown();
            for (Future<Reply> one : inside) {
                assertThat(one.get().result().text()).isEqualTo("m: one two three");
            }
        }
        assertThat(model.mostAtOnce).hasValue(2);
        assertThat(pool.status().refused()).isEqualTo(1);
        assertThat(pool.load()).isZero();
    }

    @Test
    void aCancelledRequestFreesItsPlace() throws Exception {
        FaultyModel model = new FaultyModel("m", Fault.HANG);
        ModelPool pool = pool("p", 1, 5, model);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> hanging = threads.submit(() -> ask(pool, Optional.empty()));
            while (model.running() == 0) {
                Thread.onSpinWait();
            }
            Future<Reply> queued = threads.submit(() -> ask(pool, Optional.empty()));
            while (pool.status().waiting() == 0) {
                Thread.onSpinWait();
            }
            queued.cancel(true);
            hanging.cancel(true);
        }
        assertThat(pool.load()).isZero();
        assertThat(pool.status().active()).isZero();
        assertThat(ask(pool, Optional.empty()).tries()).isEqualTo(1);
    }

    @Test
    void aModelThatKeepsFailingRestsForAWhile() throws Exception {
        FaultyModel bad =
                new FaultyModel(
                        "a", Fault.ERROR, Fault.ERROR, Fault.ERROR, Fault.ERROR, Fault.ERROR);
        ModelPool pool = pool("p", 1, 1, bad);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ask(pool, Optional.empty())).hasMessageContaining("a ");
        }
        assertThat(bad.asked).hasValue(5);
        assertThat(pool.status().models().getFirst().resting()).isTrue();
        Reply reply = null;
        while (reply == null) {
            try {
                reply = ask(pool, Optional.empty());
            } catch (WorkbenchException e) {
                assertThat(e).hasMessageContaining("rests after failing");
            }
        }
        assertThat(reply.model()).isEqualTo("a");
        assertThat(pool.status().models().getFirst().resting()).isFalse();
    }

    @Test
    void aSecondTryDoesNotShowTheSameTextTwice() {
        StringBuilder shown = new StringBuilder();
        executor.ask(
                pool("p", 1, 1, new FaultyModel("m", Fault.ERROR_MIDWAY)),
                Optional.empty(),
                REQUEST,
                Deadline.in(20_000),
                shown::append);
        assertThat(shown).hasToString("m: one two three");

        shown.setLength(0);
        FaultyModel a =
                new FaultyModel("a", Fault.ERROR_MIDWAY, Fault.ERROR_MIDWAY, Fault.ERROR_MIDWAY);
        executor.ask(
                pool("p", 1, 1, a),
                Optional.of(pool("q", 1, 1, new FaultyModel("b"))),
                REQUEST,
                Deadline.in(20_000),
                shown::append);
        assertThat(shown).hasToString("a:\nb: one two three");
    }

    @Test
    void theFasterAndShorterQueueIsPreferred() {
        ModelPool slow = pool("slow", 1, 4, new FaultyModel("s"));
        ModelPool fast = pool("fast", 1, 4, new FaultyModel("f"));
        PoolMember member =
                new PoolMember(
                        "m",
                        2,
                        (id, slots) -> new FaultyModel(id),
                        java.time.Duration.ofSeconds(1));
        assertThat(member.expectedMillis(100)).isEqualTo(50);
        member.answered(1000);
        assertThat(member.latencyMillis()).isEqualTo(1000);
        member.answered(500);
        assertThat(member.latencyMillis()).isEqualTo(900);
        assertThat(member.expectedMillis(1)).isEqualTo(450);
        assertThat(slow.expectedMillis()).isEqualTo(fast.expectedMillis());
    }

    @Test
    void countsForMonitoring() {
        ask(pool("p", 1, 1, new FaultyModel("m", Fault.ERROR)), Optional.empty());

        assertThat(metrics.prometheusText())
                .contains(
                        "ensemble_requests_seconds_count{model=\"m\",outcome=\"answered\",pool=\"p\"} 1")
                .contains(
                        "ensemble_requests_seconds_count{model=\"m\",outcome=\"failed\",pool=\"p\"} 1")
                .contains("ensemble_retries_total{pool=\"p\"} 1.0")
                .contains("ensemble_active{pool=\"p\"} 0.0");
        assertThat(EnsembleMetrics.simple().prometheusText()).isEmpty();
    }

    @Test
    void closingThePoolClosesItsModels() {
        FaultyModel model = new FaultyModel("m");
        ModelPool pool = pool("p", 1, 1, model);
        pool.ask(REQUEST, Deadline.in(20_000), piece -> {}, new HashSet<>());
        pool.close();

        assertThat(model.closed).isTrue();
        assertThatThrownBy(() -> ask(pool, Optional.empty())).hasMessageContaining("closed");
    }
}
