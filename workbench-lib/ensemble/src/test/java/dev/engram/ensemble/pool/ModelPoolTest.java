package dev.engram.ensemble.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.ensemble.pool.FaultyModel.Fault;
import dev.engram.models.GenerationRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one request may do to others: loading, waiting, failing, cancelling. */
@Timeout(120)
class ModelPoolTest {

    private static final GenerationRequest REQUEST = GenerationRequest.chat("Say it.");
    private static final Deadline LONG = Deadline.in(100_000);

    private final EnsembleMetrics metrics = EnsembleMetrics.simple();

    private ModelPool pool(int slots, int queue, ModelOpener opener, String... models) {
        return new ModelPool(
                new PoolSpec("p", List.of(models), slots, queue, "", 50), opener, metrics);
    }

    private static Reply ask(ModelPool pool, Deadline deadline) {
        return pool.ask(REQUEST, deadline, piece -> {}, new HashSet<>());
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** Opens its models when the gate is open. */
    private static final class SlowOpener implements ModelOpener {
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch started = new CountDownLatch(1);
        private final AtomicInteger opened = new AtomicInteger();
        private final List<FaultyModel> models = Collections.synchronizedList(new ArrayList<>());

        @Override
        public FaultyModel open(String id, int slots) {
            opened.incrementAndGet();
            started.countDown();
            boolean interrupted = false;
            while (true) {
                try {
                    gate.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // natives that load a model do not react
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            FaultyModel model = new FaultyModel(id);
            models.add(model);
            return model;
        }
    }

    @Test
    void whileOneModelIsLoadedTheStatusAnswersAndOthersAreAsked() throws Exception {
        SlowOpener slow = new SlowOpener();
        ModelPool pool =
                pool(
                        1,
                        4,
                        (id, slots) ->
                                id.equals("slow") ? slow.open(id, slots) : new FaultyModel(id),
                        "slow",
                        "quick");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> loading =
                    threads.submit(() -> pool.askModel("slow", REQUEST, LONG, piece -> {}));
            slow.started.await();
            assertThat(pool.status().models().getFirst().loaded()).isFalse();
            assertThat(pool.status().active()).isEqualTo(1);
            assertThat(ask(pool, LONG).model()).isEqualTo("quick");
            slow.gate.countDown();
            assertThat(loading.get().model()).isEqualTo("slow");
        }
    }

    @Test
    void whoWaitsForAModelToBeLoadedKeepsTheDeadlineAndCanBeInterrupted() throws Exception {
        SlowOpener slow = new SlowOpener();
        ModelPool pool = pool(4, 4, slow, "m");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> loading = threads.submit(() -> ask(pool, LONG));
            slow.started.await();
            assertThatThrownBy(() -> ask(pool, Deadline.in(20)))
                    .hasMessage("no answer within 20 ms: waited for m to be opened");
            Thread[] waiting = new Thread[1];
            Future<Reply> interrupted =
                    threads.submit(
                            () -> {
                                waiting[0] = Thread.currentThread();
                                return ask(pool, LONG);
                            });
            await(() -> pool.status().active() == 2);
            waiting[0].interrupt();
            assertThatThrownBy(interrupted::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("interrupted while m was opened");
            assertThat(pool.status().active()).isEqualTo(1);
            slow.gate.countDown();
            assertThat(loading.get().model()).isEqualTo("m");
        }
        assertThat(slow.opened).hasValue(1);
    }

    @Test
    void manyFirstRequestsOpenAModelOnce() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        ModelPool pool =
                pool(
                        8,
                        0,
                        (id, slots) -> {
                            opened.incrementAndGet();
                            return new FaultyModel(id);
                        },
                        "m");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                replies.add(threads.submit(() -> ask(pool, LONG)));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().model()).isEqualTo("m");
            }
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void aModelThatIsOpenedAfterThePoolWasClosedIsClosedToo() throws Exception {
        SlowOpener slow = new SlowOpener();
        ModelPool pool = pool(1, 1, slow, "m");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> loading = threads.submit(() -> ask(pool, LONG));
            slow.started.await();
            pool.close();
            slow.gate.countDown();
            assertThatThrownBy(loading::get).hasRootCauseMessage("the pool is closed");
        }
        assertThat(slow.models).singleElement().satisfies(m -> assertThat(m.closed).isTrue());
        assertThat(pool.load()).isZero();
    }

    @Test
    void anOpenerThatFailsIsAskedAgainByTheNextRequest() {
        AtomicInteger tries = new AtomicInteger();
        ModelPool pool =
                pool(
                        1,
                        1,
                        (id, slots) -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new java.io.IOException("disk");
                            }
                            return new FaultyModel(id);
                        },
                        "m");
        assertThatThrownBy(() -> ask(pool, LONG))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.RESOURCE))
                .hasMessage("disk");
        assertThat(ask(pool, LONG).model()).isEqualTo("m");
    }

    /** An error of the JVM, such as of natives, must not keep a resting model out for ever. */
    @Test
    void errorsOfTheJvmCountAsFailuresAndTheModelComesBack() {
        FaultyModel model = new FaultyModel("m");
        for (int i = 0; i < 8; i++) {
            model.next(Fault.JVM_ERROR);
        }
        ModelPool pool = pool(1, 1, (id, slots) -> model, "m");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> ask(pool, LONG)).isInstanceOf(UnsatisfiedLinkError.class);
        }
        MemberStatus status = pool.status().models().getFirst();
        assertThat(status.failed()).isEqualTo(5);
        assertThat(status.resting()).isTrue();
        assertThat(status.active()).isZero();
        Reply reply = null;
        while (reply == null) {
            try {
                reply = ask(pool, LONG);
            } catch (UnsatisfiedLinkError | WorkbenchException e) {
                // rests, or fails while it is tried again
            }
        }
        assertThat(reply.model()).isEqualTo("m");
    }

    /** The deadlines of answered requests must not pile up: each holds its request's memory. */
    @Test
    void anAnsweredRequestLeavesNoAlarmBehind() {
        ModelPool pool = pool(1, 1, (id, slots) -> new FaultyModel(id), "m");
        int before = DeadlineWatch.alarms();
        for (int i = 0; i < 50; i++) {
            ask(pool, Deadline.in(3_600_000));
        }
        assertThat(DeadlineWatch.alarms()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void requestsAreServedInTheOrderTheyCame() throws Exception {
        FaultyModel model = new FaultyModel("m");
        CountDownLatch gate = new CountDownLatch(1);
        model.holdBehind(gate);
        ModelPool pool = pool(1, 10, (id, slots) -> model, "m");
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                all.add(
                        threads.submit(
                                () ->
                                        pool.ask(
                                                REQUEST,
                                                LONG,
                                                piece -> {
                                                    if (!served.contains(number)) {
                                                        served.add(number);
                                                    }
                                                },
                                                new HashSet<>())));
                await(() -> pool.status().active() + pool.status().waiting() == number + 1);
            }
            gate.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(model.mostAtOnce).hasValue(1);
    }

    @Test
    void aPassedDeadlineAsksNoModel() {
        FaultyModel model = new FaultyModel("m");
        CountDownLatch gate = new CountDownLatch(1);
        ModelPool pool = pool(1, 1, (id, slots) -> model, "m");
        model.holdBehind(gate);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> ask(pool, LONG));
            await(() -> model.running() == 1);
            assertThatThrownBy(() -> ask(pool, Deadline.in(1)))
                    .hasMessage("no answer within 1 ms: waited for a slot of m");
            assertThat(model.asked).hasValue(1);
            gate.countDown();
        }
        assertThat(pool.load()).isZero();
    }

    /** Shorter than the first pause between two tries: still a deadline like any other. */
    @Test
    void aVeryShortDeadlineIsNoError() {
        ResilientExecutor executor = new ResilientExecutor(RetrySpec.DEFAULT, metrics);
        ModelPool good = pool(1, 1, (id, slots) -> new FaultyModel(id), "m");
        Deadline almostOver = Deadline.in(RetrySpec.DEFAULT.firstPauseMillis() - 1);
        FaultyModel hanging = new FaultyModel("h", Fault.HANG, Fault.HANG);
        ModelPool hangs = pool(1, 1, (id, slots) -> hanging, "h");
        assertThatThrownBy(
                        () ->
                                executor.ask(
                                        hangs, Optional.of(good), REQUEST, almostOver, piece -> {}))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageStartingWith("no answer within 199 ms");
        assertThatThrownBy(
                        () ->
                                executor.ask(
                                        hangs, Optional.of(good), REQUEST, almostOver, piece -> {}))
                .isInstanceOf(WorkbenchException.class);
    }

    @Test
    void aFailureIsNotRepeatedWhereNoPauseFitsIntoTheTimeLeft() {
        ResilientExecutor executor =
                new ResilientExecutor(new RetrySpec(3, 90_000, 90_000), metrics);
        FaultyModel bad = new FaultyModel("b", Fault.ERROR, Fault.ERROR);
        Reply reply =
                executor.ask(
                        pool(1, 1, (id, slots) -> bad, "b"),
                        Optional.of(pool(1, 1, (id, slots) -> new FaultyModel(id), "g")),
                        REQUEST,
                        Deadline.in(60_000),
                        piece -> {});
        assertThat(reply.model()).isEqualTo("g");
        assertThat(bad.asked).hasValue(1);
    }

    @Test
    void anUnknownModelOfAPoolIsNamedWithTheKnownOnes() {
        ModelPool pool = pool(1, 1, (id, slots) -> new FaultyModel(id), "a", "b");
        assertThatThrownBy(() -> pool.askModel("c", REQUEST, LONG, piece -> {}))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("'c'", "[a, b]"));
        assertThat(pool.load()).isZero();
    }
}
