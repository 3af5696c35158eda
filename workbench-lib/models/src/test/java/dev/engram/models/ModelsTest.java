package dev.engram.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {

    private static final LoadOptions ONE_THREAD = LoadOptions.DEFAULT.withThreads(1);

    @TempDir Path folder;

    private Path tiny() throws IOException {
        return TinyModel.write(folder.resolve("tiny.gguf"));
    }

    private Models models() throws IOException {
        return new Models(Prepared.temporaryHome(folder.resolve("home")));
    }

    private static WorkbenchException refused(Models models, Path file, LoadOptions options) {
        return catchThrowableOfType(
                WorkbenchException.class, () -> models.load(file, options, Progress.none()));
    }

    @Test
    void handlesShareOneModelAndCloseTwiceIsHarmless() throws IOException {
        try (Models models = models()) {
            LanguageModel one = models.load(tiny(), ONE_THREAD, Progress.none());
            LanguageModel two = models.load(tiny(), ONE_THREAD, Progress.none());
            GenerationRequest request = GenerationRequest.chat("hello").withMaxTokens(10);
            String text = one.generate(request).result().text();
            one.close();
            one.close();
            assertThat(two.generate(request).result().text()).isEqualTo(text);
            assertThat(
                            catchThrowableOfType(
                                    IllegalStateException.class, () -> one.generate(request)))
                    .isNotNull();
            two.close();
        }
    }

    @Test
    void whatIsLoadedCanBeSeenAndUnloaded() throws IOException {
        try (Models models = models()) {
            Path file = tiny();
            assertThat(models.loaded()).isEmpty();
            try (LanguageModel model =
                    models.load(file, ONE_THREAD.withSlots(3), Progress.none())) {
                assertThat(model.contextTokens()).isEqualTo(4096);
                LoadedModel loaded = models.loaded().getFirst();
                assertThat(loaded.id()).isEqualTo("tiny");
                assertThat(loaded.users()).isEqualTo(1);
                assertThat(loaded.slots()).isEqualTo(3);
                assertThat(models.unloadIdle()).isZero();
            }
            assertThat(models.loaded().getFirst().users()).isZero();
            assertThat(models.unload(file)).isEqualTo(1);
            assertThat(models.loaded()).isEmpty();
        }
    }

    @Test
    void everyWayOfLoadingAnswersAlike() throws IOException {
        GenerationRequest request =
                GenerationRequest.chat("hello").withMaxTokens(8).withIgnoreEnd(true);
        try (Models models = models()) {
            String expected;
            try (LanguageModel model = models.load(tiny(), ONE_THREAD, Progress.none())) {
                expected = model.generate(request).result().text();
            }
            for (LoadOptions options :
                    new LoadOptions[] {
                        ONE_THREAD.withMemory(LoadOptions.Memory.READ),
                        ONE_THREAD.withFlashAttention(false),
                        ONE_THREAD.withThreads(2),
                        ONE_THREAD.withGpuLayers(0),
                    }) {
                try (LanguageModel model = models.load(tiny(), options, Progress.none())) {
                    assertThat(model.generate(request).result().usage().completionTokens())
                            .as(options.toString())
                            .isEqualTo(8);
                }
            }
            try (LanguageModel model =
                    models.load(
                            tiny(),
                            ONE_THREAD.withMemory(LoadOptions.Memory.READ),
                            Progress.none())) {
                assertThat(model.generate(request).result().text()).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesAContextBeyondTheTraining() throws IOException {
        try (Models models = models()) {
            WorkbenchException refusal =
                    refused(models, tiny(), ONE_THREAD.withContextTokens(9000));
            assertThat(refusal.category()).isEqualTo(Category.USAGE);
            assertThat(refusal.getMessage()).contains("9000", "8192");
        }
    }

    @Test
    void refusesAConversationWithAModelThatHasNoTemplate() throws IOException {
        Path mute = Files.write(folder.resolve("mute.gguf"), TinyModel.build(1, 1, false).bytes());
        try (Models models = models();
                LanguageModel model = models.load(mute, ONE_THREAD, Progress.none())) {
            WorkbenchException refusal =
                    catchThrowableOfType(
                            WorkbenchException.class,
                            () -> model.generate(GenerationRequest.chat("hello")));
            assertThat(refusal.getMessage()).contains("no chat template");
            assertThat(
                            model.generate(GenerationRequest.raw("hello").withMaxTokens(3))
                                    .result()
                                    .usage()
                                    .promptTokens())
                    .isEqualTo(5);
        }
    }

    /** Files that pass the structural judgement by chance go to llama.cpp: the JVM lives. */
    @Test
    void damagedMetadataNeverEndsTheProcess() throws IOException {
        byte[] sound = TinyModel.build(1, 2, true).bytes();
        int head = TinyModel.build(1, 2, true).dataOffset();
        int refusals = 0;
        try (Models models = models()) {
            for (int seed = 0; seed < 60; seed++) {
                byte[] bytes = sound.clone();
                Random random = new Random(seed);
                for (int i = 0; i < 1 + seed % 5; i++) {
                    bytes[24 + random.nextInt(head - 24)] = (byte) random.nextInt();
                }
                Path file = Files.write(folder.resolve("damaged" + seed + ".gguf"), bytes);
                try (LanguageModel model = models.load(file, ONE_THREAD, Progress.none())) {
                    model.generate(GenerationRequest.raw("hi").withMaxTokens(2)).result();
                } catch (WorkbenchException e) {
                    assertThat(e.category())
                            .as("seed " + seed)
                            .isIn(Category.DAMAGED, Category.USAGE);
                    refusals++;
                }
            }
        }
        assertThat(refusals).isPositive();
    }

    @Test
    void randomWeightsAreFoundByTheirValues() throws IOException {
        byte[] bytes = Files.readAllBytes(tiny());
        byte[] noise = new byte[60_000];
        new Random(3).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, bytes.length - 150_000, noise.length);
        Path file = Files.write(folder.resolve("noisy.gguf"), bytes);
        try (Models models = models()) {
            WorkbenchException refusal = refused(models, file, ONE_THREAD);
            assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
            assertThat(refusal.getMessage()).contains("noisy.gguf");
        }
    }

    @Test
    void aKnownModelMustHaveItsHash() throws IOException {
        WorkbenchHome home = Prepared.temporaryHome(folder.resolve("home"));
        Path copy = home.models().resolve(Prepared.smollm2().getFileName().toString());
        Files.copy(Prepared.smollm2(), copy, StandardCopyOption.REPLACE_EXISTING);
        try (var channel =
                java.nio.channels.FileChannel.open(copy, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 60_000_000);
        }
        try (Models models = new Models(home)) {
            WorkbenchException refusal = refused(models, copy, ONE_THREAD);
            assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
            assertThat(refusal.getMessage()).contains("weights damaged", "sha256");
        }
    }

    @Test
    void aRealModelAnswersAPlainQuestion() throws IOException {
        Path file = Prepared.smollm2();
        try (Models models = new Models(Prepared.home());
                LanguageModel model =
                        models.load(file, ONE_THREAD.withContextTokens(1024), Progress.none())) {
            GenerationResult result =
                    model.generate(
                                    GenerationRequest.chat("What is the capital of France?")
                                            .withMaxTokens(20))
                            .result();
            assertThat(result.text()).contains("Paris");
            assertThat(result.finishReason()).isEqualTo(FinishReason.END);
            assertThat(model.countTokens("hello world")).isEqualTo(2);
        }
    }

    /** The prompt takes seconds to read; cancelling must not wait for that. */
    @Test
    void cancellingInsideALongPromptFreesTheModel() throws Exception {
        Path file = Prepared.smollm2();
        String prompt = "one two three four five six seven eight nine ten ".repeat(300);
        try (Models models = new Models(Prepared.home());
                LanguageModel model = models.load(file, ONE_THREAD, Progress.none())) {
            Generation generation = model.generate(GenerationRequest.raw(prompt));
            Thread.sleep(300);
            generation.cancel();
            GenerationResult cut = generation.result();
            assertThat(cut.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(cut.usage().completionTokens()).isZero();
            assertThat(
                            model.generate(GenerationRequest.raw("1 2 3 4").withMaxTokens(2))
                                    .result()
                                    .usage()
                                    .completionTokens())
                    .isEqualTo(2);
        }
    }

    @Test
    void anInterruptedLoadIsGivenUp() throws IOException {
        Path file = Prepared.smollm2();
        try (Models models = new Models(Prepared.home())) {
            Thread.currentThread().interrupt();
            WorkbenchException stopped = refused(models, file, ONE_THREAD.withContextTokens(333));
            assertThat(stopped.category()).isEqualTo(Category.INTERRUPTED);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        for (var wrong :
                Arrays.<Runnable>asList(
                        () -> LoadOptions.DEFAULT.withThreads(-1),
                        () -> LoadOptions.DEFAULT.withContextTokens(-5),
                        () -> LoadOptions.DEFAULT.withSlots(0),
                        () -> LoadOptions.DEFAULT.withGpuLayers(-2),
                        () ->
                                LoadOptions.DEFAULT
                                        .withCache(LoadOptions.Cache.Q8_0)
                                        .withFlashAttention(false),
                        () ->
                                GenerationRequest.raw("x")
                                        .withGrammar("root ::= \"a\"")
                                        .withIgnoreEnd(true),
                        () -> GenerationRequest.raw("x").withMaxTokens(0),
                        () -> GenerationRequest.raw(""),
                        () -> Sampling.random(-0.1, 1),
                        () -> Sampling.random(Double.NaN, 1),
                        () -> Sampling.random(0.5, -1))) {
            WorkbenchException refusal = catchThrowableOfType(WorkbenchException.class, wrong::run);
            assertThat(refusal.category()).isEqualTo(Category.USAGE);
        }
    }

    /** Everything asked after the end is refused: the memory it would read is freed. */
    @Test
    void whatIsAskedAfterTheEndIsRefusedAndEndsNoProcess() throws IOException {
        Models models = models();
        LanguageModel model = models.load(tiny(), ONE_THREAD, Progress.none());
        models.close();
        models.close();
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> model.countTokens("hello"),
                        () -> model.countPromptTokens(GenerationRequest.chat("hello")),
                        () -> model.generate(GenerationRequest.raw("hello")),
                        () -> model.generate(GenerationRequest.chat("hello")),
                        () -> models.load(tiny(), ONE_THREAD, Progress.none()),
                        () -> models.embeddings(tiny(), ONE_THREAD, Progress.none()),
                        () ->
                                models.perplexity(
                                        tiny(),
                                        "text ".repeat(99),
                                        new PerplexityOptions(16, 1, 1),
                                        Progress.none()))) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(call))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        model.close();
    }

    /** A stamp that a crash left half written, or full of other bytes, is no reason to fail. */
    @Test
    void aStampThatCannotBeReadMeansHashingAgain() throws IOException {
        WorkbenchHome home = Prepared.temporaryHome(folder.resolve("stamped"));
        Path file = TinyModel.write(home.models().resolve("tiny.gguf"));
        for (byte[] stamp : new byte[][] {{}, {(byte) 0xff, (byte) 0xfe}, {'a', '\n', 'b'}}) {
            try (Models models = new Models(home);
                    LanguageModel model = models.load(file, ONE_THREAD, Progress.none())) {
                assertThat(model.countTokens("a")).isEqualTo(1);
            }
            try (var stamps = Files.list(home.models().resolve(".verified"))) {
                List<Path> all = stamps.toList();
                assertThat(all).hasSize(1);
                assertThat(Files.readAllLines(all.getFirst())).hasSize(2);
                Files.write(all.getFirst(), stamp);
            }
        }
    }
}
