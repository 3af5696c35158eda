package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes into the steps of an engine with several slots. */
@Timeout(120)
class EngineBatchTest {

    @TempDir static Path folder;
    private static NativeModel model;
    private static NativeRuntime runtime;
    private Engine engine;

    @BeforeAll
    static void load() throws IOException {
        runtime = Prepared.natives();
        model =
                NativeModel.load(
                        runtime,
                        GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf"))),
                        Progress.none());
    }

    @AfterAll
    static void unload() {
        if (model != null) {
            model.close();
        }
    }

    @BeforeEach
    void start() {
        engine = new Engine(runtime, model, new ContextShape(2048, 256, 4, 1, GgmlType.F16, true));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static GenerationRequest ask(String text, int tokens) {
        return GenerationRequest.raw(text).withMaxTokens(tokens).withIgnoreEnd(true);
    }

    @Test
    void anAnswerBegunElsewhereGoesOnAndItsTokensCount() {
        GenerationResult rest = engine.submit(ask("hello", 12), "abcd", true).result();
        assertThat(rest.usage().promptTokens()).isEqualTo(5);
        assertThat(rest.usage().completionTokens()).isEqualTo(12);
        GenerationResult whole = engine.submit(ask("helloabcd", 8), "", false).result();
        assertThat(rest.text()).isEqualTo(whole.text());
    }

    @Test
    void whoWantsNothingReusedReadsItsPromptAnew() {
        GenerationRequest request = ask("the same text again and again", 4);
        engine.submit(request).result();
        assertThat(engine.submit(request).result().usage().reusedTokens()).isPositive();
        assertThat(engine.submit(request, "", false).result().usage().reusedTokens()).isZero();
    }

    @Test
    void everyPromptIsReadHoweverManyCompeteForAStep() {
        // 4 slots, 12 prompts of about 300 tokens: far more than a step takes while others wait.
        List<Generation> running = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            running.add(engine.submit(ask(i + " and so on".repeat(30), 5)));
        }
        long before = engine.steps();
        for (Generation one : running) {
            assertThat(one.result().usage().completionTokens()).isEqualTo(5);
        }
        assertThat(engine.steps()).isGreaterThanOrEqualTo(before);
        assertThat(engine.activeRequests()).isZero();
        assertThat(engine.waitingRequests()).isZero();
    }

    /** The place where it began may have been lost after its last token. */
    @Test
    void anAnswerThatWasCompleteElsewhereGetsNothingMore() {
        GenerationResult end = engine.submit(ask("hello", 4), "abcd", true).result();
        assertThat(end.text()).isEmpty();
        assertThat(end.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end.usage()).isEqualTo(new GenerationResult.Usage(5, 4, 0, 0));
        assertThat(engine.submit(ask("hello", 5), "abcd", true).result().usage())
                .isEqualTo(new GenerationResult.Usage(5, 5, 0, 0));
    }

    /** Prompt and answer together: the room is used to the last token, and no further. */
    @Test
    void anAnswerEndsWhereTheContextDoesHoweverOftenItWasBegun() {
        GenerationRequest request = ask("x".repeat(2000), 500);
        GenerationResult whole = engine.submit(request, "", false).result();
        assertThat(whole.usage().promptTokens()).isEqualTo(2000);
        assertThat(whole.usage().completionTokens()).isEqualTo(48);
        assertThat(whole.finishReason()).isEqualTo(FinishReason.LENGTH);
        GenerationResult full = engine.submit(request, "y".repeat(48), false).result();
        assertThat(full.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(full.usage().completionTokens()).isEqualTo(48);
        GenerationResult last = engine.submit(request, "y".repeat(47), false).result();
        assertThat(last.usage().completionTokens()).isEqualTo(48);
        assertThat(last.usage().promptTokens()).isEqualTo(2000);
    }

    /** What is trimmed is the same before and after a loss: the prompt must not shrink with it. */
    @Test
    void aTrimmedPromptStaysTheSameWhenItsAnswerGoesOn() {
        GenerationRequest request =
                ask("a".repeat(3000), 20).withOverlong(GenerationRequest.Overlong.TRIM);
        GenerationResult whole = engine.submit(request, "", false).result();
        GenerationResult rest = engine.submit(request, "abcde", false).result();
        assertThat(rest.usage().promptTokens()).isEqualTo(whole.usage().promptTokens());
        assertThat(rest.usage().trimmedTokens())
                .isEqualTo(whole.usage().trimmedTokens())
                .isEqualTo(3000 - whole.usage().promptTokens());
    }

    /** Stopping what has ended must not hold up what goes on. */
    @Test
    void cancellingWhatHasEndedChangesNothing() {
        Generation ended = engine.submit(ask("one", 3));
        String text = ended.result().text();
        ended.cancel();
        assertThat(ended.result().text()).isEqualTo(text);
        assertThat(ended.result().finishReason()).isEqualTo(FinishReason.LENGTH);
    }
}
