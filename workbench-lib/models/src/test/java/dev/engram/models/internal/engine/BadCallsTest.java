package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.Prepared;
import dev.engram.models.Sampling;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls that end the process, or answer with nonsense, are refused with the argument's name.
 */
class BadCallsTest {

    private static final ContextShape SHAPE = new ContextShape(64, 32, 2, 1, GgmlType.F16, true);

    @TempDir static Path folder;
    private static NativeRuntime runtime;
    private static NativeModel model;

    @BeforeAll
    static void load() throws IOException {
        runtime = Prepared.natives();
        GgufFile file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
        model = NativeModel.load(runtime, file, Progress.none());
    }

    @AfterAll
    static void unload() {
        if (model != null) {
            model.close();
        }
    }

    private static DecodeContext context() {
        return new DecodeContext(runtime, model, SHAPE);
    }

    private static void refused(ThrowingCallable call, String named) {
        assertThatThrownBy(call)
                .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
                .hasMessageContaining(named);
    }

    private static TokenBatch batch(DecodeContext context, int token, int position, int sequence) {
        TokenBatch batch = context.newBatch();
        batch.add(token, position, sequence, true);
        return batch;
    }

    @Test
    void tokenIdOutOfRange() {
        try (DecodeContext context = context()) {
            refused(() -> context.decode(batch(context, 263, 0, 0)), "token 263");
            refused(() -> context.decode(batch(context, -1, 0, 0)), "token -1");
        }
    }

    @Test
    void negativePosition() {
        try (DecodeContext context = context()) {
            refused(() -> context.decode(batch(context, 5, -1, 0)), "position -1");
        }
    }

    @Test
    void sequenceOutOfRange() {
        try (DecodeContext context = context()) {
            refused(() -> context.decode(batch(context, 5, 0, 2)), "sequence 2");
            refused(() -> context.truncate(-1, 0), "sequence -1");
        }
    }

    @Test
    void batchTooLong() {
        try (DecodeContext context = context()) {
            TokenBatch batch = context.newBatch();
            for (int i = 0; i < 32; i++) {
                batch.add(5, i, 0, false);
            }
            refused(() -> batch.add(5, 32, 0, false), "32 tokens");
        }
    }

    @Test
    void contextFull() {
        try (DecodeContext context = context()) {
            TokenBatch batch = context.newBatch();
            int position = 0;
            while (position < context.room()) {
                batch.clear();
                while (batch.room() > 0 && position < context.room()) {
                    batch.add(5, position++, 0, false);
                }
                assertThat(context.decode(batch)).isEqualTo(DecodeContext.Outcome.DONE);
            }
            int over = position;
            refused(() -> context.decode(batch(context, 5, over, 0)), "full");
        }
    }

    @Test
    void positionGap() {
        try (DecodeContext context = context()) {
            context.decode(batch(context, 5, 0, 0));
            refused(() -> context.decode(batch(context, 5, 2, 0)), "expected 1");
        }
    }

    @Test
    void rowWithoutLogits() {
        try (DecodeContext context = context();
                SamplerChain sampler =
                        new SamplerChain(
                                runtime.llama(), Sampling.GREEDY, "", model.vocabulary())) {
            refused(() -> context.logits(0), "row 0");
            TokenBatch batch = context.newBatch();
            batch.add(5, 0, 0, false);
            batch.add(6, 1, 0, true);
            context.decode(batch);
            refused(() -> context.logits(0), "row 0");
            refused(() -> context.sample(sampler, 0), "row 0");
            refused(() -> context.sample(sampler, 2), "row 2");
            refused(() -> context.sample(sampler, -1), "row -1");
            assertThat(context.sample(sampler, 1)).isBetween(0, 262);
        }
    }

    @Test
    void emptyBatch() {
        try (DecodeContext context = context()) {
            refused(() -> context.decode(context.newBatch()), "empty");
        }
    }

    @Test
    void pieceOfATokenOutOfRange() {
        refused(() -> model.vocabulary().bytes(263), "token 263");
        refused(() -> model.vocabulary().bytes(Integer.MIN_VALUE), "token");
        refused(() -> model.vocabulary().isEnd(-5), "token -5");
    }

    @Test
    void closedContextAndModel() throws IOException {
        DecodeContext context = context();
        TokenBatch batch = batch(context, 5, 0, 0);
        context.close();
        context.close();
        context.abort(true);
        refused(() -> context.truncate(0, 0), "closed");
        assertThatThrownBy(() -> context.decode(batch)).isInstanceOf(IllegalStateException.class);
        NativeModel other =
                NativeModel.load(
                        runtime,
                        GgufFile.read(TinyModel.write(folder.resolve("other.gguf"))),
                        Progress.none());
        other.close();
        other.close();
        refused(() -> new DecodeContext(runtime, other, SHAPE), "closed");
    }

    /** llama.cpp would give a null context, and end the process at the first use of it. */
    @Test
    void nullContext() {
        ContextShape shape = new ContextShape(64, 32, 1, 1, GgmlType.Q8_0, true);
        assertThatThrownBy(() -> new DecodeContext(runtime, model, shape))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.RESOURCE))
                .hasMessageContaining("cannot make a context of 64 tokens for 1 requests")
                .hasMessageContaining("q8_0");
    }

    /** None asked for means those that are free: llama.cpp never hears of zero. */
    @Test
    void zeroThreads() {
        try (DecodeContext context =
                new DecodeContext(
                        runtime, model, new ContextShape(64, 32, 1, 0, GgmlType.F16, true))) {
            assertThat(context.decode(batch(context, 5, 0, 0)))
                    .isEqualTo(DecodeContext.Outcome.DONE);
        }
        refused(() -> new ContextShape(64, 32, 1, -1, GgmlType.F16, true), "-1 threads");
    }

    /** Freed memory must not be read: every question after the end is refused. */
    @Test
    void tokensOfAClosedModel() throws IOException {
        NativeModel other =
                NativeModel.load(
                        runtime,
                        GgufFile.read(TinyModel.write(folder.resolve("gone.gguf"))),
                        Progress.none());
        Vocabulary vocabulary = other.vocabulary();
        int[] tokens = vocabulary.tokenize("the end", false);
        assertThat(tokens).isNotEmpty();
        other.close();
        refused(() -> vocabulary.tokenize("the end", false), "closed");
        refused(() -> vocabulary.bytes(tokens[0]), "closed");
        refused(() -> vocabulary.isEnd(tokens[0]), "closed");
        refused(vocabulary::addsBegin, "closed");
        refused(vocabulary::begin, "closed");
        assertThat(vocabulary.size()).isEqualTo(263);
    }

    /** Who counts tokens while another closes the model is answered or refused, and all lives. */
    @Test
    void closingWaitsForWhoCountsTokens() throws Exception {
        for (int round = 0; round < 10; round++) {
            NativeModel other =
                    NativeModel.load(
                            runtime, GgufFile.read(folder.resolve("tiny.gguf")), Progress.none());
            String text = "the cat and the dog ".repeat(200);
            int expected = other.vocabulary().tokenize(text, false).length;
            CountDownLatch begun = new CountDownLatch(2);
            try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
                List<Future<Boolean>> counting = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    counting.add(
                            pool.submit(
                                    () -> {
                                        try {
                                            while (other.vocabulary().tokenize(text, false).length
                                                    == expected) {
                                                begun.countDown();
                                            }
                                            return false;
                                        } catch (IllegalStateException e) {
                                            return true;
                                        }
                                    }));
                }
                begun.await();
                other.close();
                for (Future<Boolean> one : counting) {
                    assertThat(one.get()).isTrue();
                }
            }
        }
    }

    @Test
    void quantizedCacheWithoutFlashAttention() {
        refused(() -> new ContextShape(64, 32, 1, 1, GgmlType.Q8_0, false), "flash attention");
    }

    @Test
    void impossibleShapes() {
        refused(() -> new ContextShape(64, 32, 1, -1, GgmlType.F16, true), "-1 threads");
        refused(() -> new ContextShape(64, 0, 1, 1, GgmlType.F16, true), "batch of 0");
        refused(() -> new ContextShape(0, 32, 1, 1, GgmlType.F16, true), "context of 0");
        refused(() -> new ContextShape(64, 32, 0, 1, GgmlType.F16, true), "0 sequences");
        refused(() -> new ContextShape(1 << 30, 32, 4, 1, GgmlType.F16, true), "context of");
    }

    @Test
    void aRefusedBatchChangesNothing() {
        try (DecodeContext context = context()) {
            context.decode(batch(context, 5, 0, 0));
            refused(() -> context.decode(batch(context, 9999, 1, 0)), "9999");
            assertThat(context.nextPosition(0)).isEqualTo(1);
            assertThat(context.decode(batch(context, 6, 1, 0)))
                    .isEqualTo(DecodeContext.Outcome.DONE);
        }
    }

    @Test
    void anAbortedDecodeChangesNothing() {
        try (DecodeContext context = context()) {
            context.decode(batch(context, 5, 0, 0));
            context.abort(true);
            assertThat(context.decode(batch(context, 6, 1, 0)))
                    .isEqualTo(DecodeContext.Outcome.ABORTED);
            assertThat(context.nextPosition(0)).isEqualTo(1);
            context.abort(false);
            assertThat(context.decode(batch(context, 6, 1, 0)))
                    .isEqualTo(DecodeContext.Outcome.DONE);
        }
    }
}
