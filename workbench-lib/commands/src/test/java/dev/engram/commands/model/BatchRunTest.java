package dev.engram.commands.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.view.JsonView;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BatchRunTest {

    /** Answers with its prompt; some prompts are answered otherwise. */
    private static final class Scripted implements LanguageModel {
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch begun = new CountDownLatch(1);

        @Override
        public ModelInfo info() {
            return new ModelInfo("s", "s", "", "none", "F32", 1, 1, 32, 64, 1, true, "");
        }

        @Override
        public int countTokens(String text) {
            return text.length();
        }

        @Override
        public int countPromptTokens(GenerationRequest request) {
            return 1;
        }

        @Override
        public int contextTokens() {
            return 64;
        }

        @Override
        public Generation generate(GenerationRequest request) {
            String prompt = request.messages().getFirst().content();
            return new Generation() {
                @Override
                public GenerationResult forEachToken(Consumer<String> sink) {
                    return result();
                }

                @Override
                public GenerationResult result() {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    begun.countDown();
                    try {
                        return switch (prompt) {
                            case "refuse" -> throw WorkbenchException.usage("too\nlong", "cut it");
                            case "break" -> throw new IllegalStateException("native state");
                            case "hang" -> {
                                new CountDownLatch(1).await();
                                throw new AssertionError();
                            }
                            default ->
                                    new GenerationResult(
                                            prompt,
                                            GenerationResult.FinishReason.END,
                                            new GenerationResult.Usage(1, 3),
                                            new GenerationResult.Timings(0, 1, 1, 1, 1));
                        };
                    } catch (InterruptedException e) {
                        throw WorkbenchException.interrupted("cancelled");
                    } finally {
                        running.decrementAndGet();
                    }
                }

                @Override
                public void cancel() {}

                @Override
                public boolean done() {
                    return true;
                }
            };
        }

        @Override
        public void close() {}
    }

    private final Scripted model = new Scripted();

    private GenerateBatch run(int parallel, String... prompts) {
        return new BatchRun(model, parallel, Progress.none())
                .run(List.of(prompts).stream().map(GenerationRequest::chat).toList());
    }

    @Test
    void answersKeepTheOrderOfTheirPromptsHoweverManyRunTogether() {
        String[] prompts = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
        for (int parallel : new int[] {1, 4}) {
            GenerateBatch batch = run(parallel, prompts);
            assertThat(batch.answers()).extracting(GenerateResult::text).containsExactly(prompts);
            assertThat(batch.total().requests()).isEqualTo(40);
            assertThat(batch.total().completionTokens()).isEqualTo(120);
            assertThat(model.most.get()).isLessThanOrEqualTo(parallel);
        }
    }

    /** Refused by the model, or a fault of ours: the other requests are answered all the same. */
    @Test
    void aRequestThatFailsIsALineOfItsOwn() {
        GenerateBatch batch = run(2, "a", "refuse", "break", "b");
        assertThat(batch.answers())
                .extracting(GenerateResult::finishReason)
                .containsExactly("END", "ERROR", "ERROR", "END");
        assertThat(batch.answers().get(1).error()).isEqualTo("too long cut it");
        assertThat(batch.answers().get(2).error()).contains("native state");
        assertThat(batch.exitCode()).isEqualTo(1);
        assertThat(run(2, "a", "b").exitCode()).isZero();
        List<String> lines = JsonView.of(batch).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).doesNotContain("\"error\"").contains("\"text\":\"a\"");
        assertThat(lines.getLast())
                .startsWith("{\"requests\":4,\"completionTokens\":6,\"millis\":")
                .contains("\"tokensPerSecond\":");
    }

    @Test
    void anInterruptCancelsAllAndIsSaid() {
        Thread caller = Thread.currentThread();
        Thread.startVirtualThread(
                () -> {
                    try {
                        model.begun.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    caller.interrupt();
                });
        assertThatThrownBy(() -> run(2, "hang", "hang", "hang"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(model.running).hasValue(0);
        assertThat(Thread.interrupted()).isFalse();
    }
}
