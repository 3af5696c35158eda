package dev.engram.models.internal.engine;

import static dev.engram.models.internal.engine.TinyEngine.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import dev.engram.models.Prepared;
import dev.engram.models.SavedPrompt;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and values of a prompt go into a file and come back exactly. */
class SavedPromptTest {

    private static final Map<String, String> HERE = Map.of("model", "abc", "cache", "F16");

    @TempDir Path folder;
    private TinyEngine tiny;

    @BeforeEach
    void load() throws IOException {
        tiny = new TinyEngine(folder, 512, 2);
    }

    @AfterEach
    void unload() {
        tiny.close();
    }

    @Test
    void theNextLogitsAreTheSameToTheLastBit() throws IOException {
        Path wide =
                Files.write(folder.resolve("wide.gguf"), TinyModel.build(2, 1, true, 256).bytes());
        try (NativeModel model =
                NativeModel.load(tiny.runtime, GgufFile.read(wide), Progress.none())) {
            for (GgmlType cache : new GgmlType[] {GgmlType.F16, GgmlType.Q8_0, GgmlType.Q4_0}) {
                theSameToTheLastBit(model, cache);
            }
        }
    }

    private void theSameToTheLastBit(NativeModel model, GgmlType cache) {
        ContextShape shape = new ContextShape(128, 64, 2, 1, cache, true);
        int[] prompt = model.vocabulary().tokenize("a prompt that is kept", false);
        float[] expected = new float[model.vocabulary().size()];
        float[] found = new float[expected.length];
        try (DecodeContext one = new DecodeContext(tiny.runtime, model, shape);
                DecodeContext two = new DecodeContext(tiny.runtime, model, shape);
                Arena arena = Arena.ofConfined()) {
            TokenBatch batch = one.newBatch();
            for (int i = 0; i < prompt.length; i++) {
                batch.add(prompt[i], i, 1, false);
            }
            one.decode(batch);
            assertThat(two.restoreSequence(0, one.heldTokens(1), one.saveSequence(1, arena)))
                    .isTrue();
            assertThat(two.nextPosition(0)).isEqualTo(prompt.length);
            TokenBatch next = one.newBatch();
            next.add(9, prompt.length, 1, true);
            one.decode(next);
            one.copyLogits(0, expected);
            TokenBatch same = two.newBatch();
            same.add(9, prompt.length, 0, true);
            two.decode(same);
            two.copyLogits(0, found);
        }
        assertThat(found).as(cache.toString()).isEqualTo(expected);
    }

    @Test
    void aRestoredPromptIsNotReadAgain() throws IOException {
        Path file = folder.resolve("prompt.state");
        GenerationRequest request = ask("x".repeat(200) + " and then?", 20);
        String expected = tiny.engine.submit(request).result().text();
        tiny.engine.submit(ask("something else", 3)).result();
        SavedPrompt saved = tiny.engine.savePrompt(request, file, HERE);
        assertThat(saved.tokens()).isEqualTo(tiny.engine.countPromptTokens(request));
        assertThat(saved.fileBytes()).isEqualTo(Files.size(file));
        try (TinyEngine other = new TinyEngine(folder, 512, 2)) {
            assertThat(other.engine.restorePrompt(file, HERE)).isEqualTo(saved);
            GenerationResult result = other.engine.submit(request).result();
            assertThat(result.usage().reusedTokens()).isEqualTo(saved.tokens() - 1);
            assertThat(result.text()).isEqualTo(expected);
        }
    }

    private WorkbenchException refused(Path file, Map<String, String> circumstances) {
        return catchThrowableOfType(
                WorkbenchException.class, () -> tiny.engine.restorePrompt(file, circumstances));
    }

    @Test
    void otherCircumstancesAreRefusedByName() throws IOException {
        Path file = folder.resolve("prompt.state");
        tiny.engine.savePrompt(ask("hello", 5), file, HERE);
        WorkbenchException refusal = refused(file, Map.of("model", "xyz", "cache", "F16"));
        assertThat(refusal.category()).isEqualTo(Category.USAGE);
        assertThat(refusal.getMessage()).contains("another model", "abc", "xyz");
        assertThat(refused(file, Map.of("adapter", "q")).getMessage()).contains("another adapter");
        assertThat(refused(folder.resolve("none"), HERE).category()).isEqualTo(Category.MISSING);
    }

    /** llama.cpp would trust it: not one byte may have changed. */
    @Test
    void damageIsSeenBeforeLlamaSeesIt() throws IOException {
        Path file = folder.resolve("prompt.state");
        tiny.engine.savePrompt(ask("hello there", 5), file, HERE);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            byte[] bytes = sound.clone();
            int at = i < 20 ? i : random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, i % 7 == 6 ? java.util.Arrays.copyOf(sound, at) : bytes);
            assertThat(refused(file, HERE).category()).as("byte " + at).isEqualTo(Category.DAMAGED);
        }
        assertThat(tiny.engine.submit(ask("next", 3)).result().usage().completionTokens())
                .isEqualTo(3);
    }

    @Test
    void aStateIsTiedToHowTheModelIsLoaded() throws IOException {
        Path model = TinyModel.write(folder.resolve("m.gguf"));
        Path file = folder.resolve("prompt.state");
        GenerationRequest request = GenerationRequest.chat("hello").withMaxTokens(5);
        LoadOptions options = LoadOptions.DEFAULT.withThreads(1).withContextTokens(256);
        try (Models models = new Models(Prepared.temporaryHome(folder.resolve("home")))) {
            try (LanguageModel one = models.load(model, options, Progress.none())) {
                one.savePrompt(request, file);
                assertThat(one.restorePrompt(file).tokens()).isPositive();
            }
            try (LanguageModel other =
                    models.load(model, options.withFlashAttention(false), Progress.none())) {
                assertThat(
                                catchThrowableOfType(
                                                WorkbenchException.class,
                                                () -> other.restorePrompt(file))
                                        .getMessage())
                        .contains("another flash attention");
            }
        }
    }
}
