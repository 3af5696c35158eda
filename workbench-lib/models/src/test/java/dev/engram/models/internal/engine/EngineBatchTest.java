package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
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
}
