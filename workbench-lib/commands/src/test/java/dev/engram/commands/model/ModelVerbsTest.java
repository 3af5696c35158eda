package dev.engram.commands.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.Outcome;
import dev.engram.commands.Services;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.commands.view.JsonView;
import dev.engram.models.LoadOptions;
import dev.engram.models.ModelInfo;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.QuantizationType;
import dev.engram.models.QuantizeResult;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code model}, on a tiny real model. */
class ModelVerbsTest {

    @TempDir Path folder;
    private WorkbenchHome home;
    private final Services services = new Services();
    private final StringBuilder streamed = new StringBuilder();
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        home = new WorkbenchHome(folder.resolve("home"));
        Files.createDirectories(home.models());
        TinyModel.write(home.models().resolve("tiny.gguf"));
    }

    @AfterEach
    void close() {
        services.close();
    }

    /** Lends the libraries of the set-up to the temporary home. */
    private void needsNatives() throws IOException {
        Path natives = WorkbenchHome.fromEnvironment().natives();
        assumeTrue(
                Files.isDirectory(natives),
                "llama.cpp is not set up in " + natives + ": run ./workbench setup");
        Files.createSymbolicLink(home.natives(), natives);
    }

    private VerbContext context() {
        return new VerbContext(
                folder, home, Progress.none(), streamed::append, notices::add, services, null);
    }

    private Object run(String... arguments) {
        Outcome.Value value = (Outcome.Value) VerbRunner.run(List.of(arguments), context());
        return value.result();
    }

    private JsonNode json(Object result) throws IOException {
        return JsonMapper.builder().build().readTree(JsonView.of(result));
    }

    private WorkbenchException refused(String... arguments) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> run(arguments));
        assertThat(refusal.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        return refusal;
    }

    @Test
    void listMarksTheDefaultAndWhatIsDamaged() throws IOException {
        Files.writeString(home.models().resolve("broken.gguf"), "no model");
        ModelList list = (ModelList) run("model", "list", "--all");
        assertThat(list.models())
                .extracting(ModelList.ModelLine::id, ModelList.ModelLine::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("tiny", "default"),
                        org.assertj.core.groups.Tuple.tuple("broken", "damaged"),
                        org.assertj.core.groups.Tuple.tuple(
                                "qwen2.5-coder-0.5b-instruct", "available"));
        assertThat(((ModelList) run("model", "list")).models()).hasSize(2);
        assertThat(list.toString()).contains("tiny", "default");
    }

    @Test
    void aModelThatOthersOwnDoesNotHideTheRest() throws IOException {
        Path secret = Files.writeString(home.models().resolve("secret.gguf"), "not for you");
        assumeTrue(secret.toFile().setReadable(false) && !Files.isReadable(secret), "all is read");
        assertThat(((ModelList) run("model", "list")).models())
                .extracting(ModelList.ModelLine::id, ModelList.ModelLine::state)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("tiny", "default"),
                        org.assertj.core.groups.Tuple.tuple("secret", "unreadable"));
    }

    @Test
    void infoTellsWhatTheFileSays() throws IOException {
        Object details = run("model", "info", "--model", "TINY", "--metadata");
        assertThat(json(details).get("architecture").asText()).isEqualTo("llama");
        assertThat(json(details).get("metadata").get("llama.block_count").asText()).isEqualTo("2");
        assertThat(details.toString()).contains("Tiny 2", "100 % F32", "apache-2.0");
    }

    @Test
    void generateStreamsAndGivesTheDocumentedFields() throws IOException {
        needsNatives();
        GenerateResult result =
                (GenerateResult)
                        run(
                                "model",
                                "generate",
                                "-p",
                                "hi",
                                "--max-tokens",
                                "12",
                                "--threads",
                                "1",
                                "--ignore-eos");
        assertThat(streamed.toString()).isEqualTo(result.text()).isNotEmpty();
        assertThat(result.toString()).startsWith("[tiny").contains("cut at the token limit");
        JsonNode json = json(result);
        for (String field :
                List.of(
                        "text",
                        "promptTokens",
                        "completionTokens",
                        "firstTokenMillis",
                        "prefillTokensPerSecond",
                        "decodeTokensPerSecond")) {
            assertThat(json.has(field)).as(field).isTrue();
        }
        assertThat(json.get("completionTokens").asInt()).isEqualTo(12);
        assertThat(json.has("streamed")).isFalse();
    }

    @Test
    void manyPromptsGiveOneLineEachInOrderAndATotal() throws IOException {
        needsNatives();
        Files.writeString(
                folder.resolve("prompts.jsonl"),
                "{\"prompt\": \"one\"}\n\"two\"\n\n{\"prompt\": \"three\"}\n");
        GenerateBatch batch =
                (GenerateBatch)
                        run(
                                "model",
                                "generate",
                                "--prompts",
                                "prompts.jsonl",
                                "--parallel",
                                "2",
                                "--max-tokens",
                                "6",
                                "--ignore-eos",
                                "--threads",
                                "1",
                                "--context",
                                "256");
        assertThat(batch.answers()).hasSize(3);
        assertThat(batch.total().completionTokens()).isEqualTo(18);
        List<String> lines = JsonView.of(batch).lines().toList();
        assertThat(lines).hasSize(4);
        JsonNode total = JsonMapper.builder().build().readTree(lines.getLast());
        assertThat(total.get("requests").asInt()).isEqualTo(3);
        assertThat(total.get("tokensPerSecond").asDouble()).isPositive();
        LoadedModels loaded = (LoadedModels) run("model", "ps");
        assertThat(loaded.models()).singleElement().matches(m -> m.slots() == 2);
        assertThat(run("model", "unload")).hasToString("1 model unloaded");
        assertThat(run("model", "ps")).hasToString("no model is loaded");
        Files.writeString(folder.resolve("bad.jsonl"), "{\"prompt\": \"one\"}\n{\"text\": 1}\n");
        assertThat(refused("model", "generate", "--prompts", "bad.jsonl").getMessage())
                .contains("bad.jsonl, line 2");
    }

    @Test
    void linesOfAFileMayDifferAndOneThatFailsStopsNoOther() throws IOException {
        needsNatives();
        Files.writeString(
                folder.resolve("prompts.jsonl"),
                """
                {"prompt": "one", "max_tokens": 3, "ignore_eos": true}
                {"prompt": "%s"}
                {"messages": [{"role": "user", "content": "three"}], "max_tokens": 2}
                """
                        .formatted("far too long ".repeat(100)));
        GenerateBatch batch =
                new ModelHandle(
                                "tiny",
                                LoadOptions.DEFAULT.withThreads(1).withContextTokens(256),
                                this::context)
                        .generateAll("prompts.jsonl", 3, GenerateSettings.DEFAULT);
        assertThat(batch.answers()).hasSize(3);
        assertThat(batch.answers().get(0).completionTokens()).isEqualTo(3);
        assertThat(batch.answers().get(1).error()).contains("the context holds 256");
        assertThat(batch.answers().get(2).error()).isEmpty();
        assertThat(batch.exitCode()).isEqualTo(1);
        assertThat(json(batch.answers().get(0)).has("error")).isFalse();
        assertThat(batch.toString()).contains("failed: the prompt has", "3 requests");
        assertThat(refused("model", "generate", "--prompts", "x", "--parallel", "0").getMessage())
                .contains("parallel 0");
    }

    @Test
    void theWorkerAnswersForThisProcess() throws IOException {
        needsNatives();
        String[] words = {
            "model", "generate", "-p", "hi", "--max-tokens", "4", "--threads", "1", "--ignore-eos"
        };
        String here = ((GenerateResult) run(words)).text();
        String[] there = java.util.Arrays.copyOf(words, words.length + 2);
        there[words.length] = "--host";
        there[words.length + 1] = "worker";
        try {
            assertThat(((GenerateResult) run(there)).text()).isEqualTo(here);
            assertThat(((LoadedModels) run("model", "ps")).models())
                    .extracting(m -> m.host())
                    .containsExactlyInAnyOrder("in-process", "worker");
            // Now that one runs, it is what "auto" means.
            run("model", "unload");
            run(words);
            assertThat(((LoadedModels) run("model", "ps")).models())
                    .extracting(m -> m.host())
                    .containsExactly("worker");
        } finally {
            assertThat(run("model", "unload", "--worker").toString()).contains("worker was ended");
        }
    }

    @Test
    void javaCallsGiveTheTextInTheResult() throws IOException {
        needsNatives();
        ModelHandle model =
                new ModelHandle("tiny", LoadOptions.DEFAULT.withThreads(1), this::context);
        GenerateResult result =
                model.generate("hi", GenerateSettings.DEFAULT.withMaxTokens(5).asRaw());
        assertThat(result.toString()).startsWith(result.text());
        assertThat(model.info().info().id()).isEqualTo("tiny");
        Path text =
                Files.writeString(folder.resolve("text.txt"), "the cat and the dog. ".repeat(20));
        PerplexityResult perplexity =
                model.perplexity(text.toString(), new PerplexityOptions(64, 2, 1));
        assertThat(perplexity.windows()).isEqualTo(2);
        QuantizeResult quantized = model.quantize(QuantizationType.Q8_0);
        assertThat(home.models().resolve("tiny.Q8_0.gguf")).exists();
        assertThat(quantized.type()).isEqualTo("Q8_0");
    }

    @Test
    void perplexityGivesTheDocumentedFields() throws IOException {
        needsNatives();
        Files.writeString(folder.resolve("text.txt"), "some words to measure. ".repeat(30));
        JsonNode json =
                json(
                        run(
                                "model",
                                "perplexity",
                                "--model",
                                "tiny",
                                "--file",
                                "text.txt",
                                "--window",
                                "32",
                                "--threads",
                                "1"));
        assertThat(json.get("perplexity").asDouble()).isGreaterThan(1);
        assertThat(json.get("standardError").asDouble()).isPositive();
        assertThat(json.get("tokens").asInt()).isPositive();
    }

    @Test
    void wrongNamesGetTheNearMatch() {
        assertThat(refused("model", "generate", "--model", "tinny", "-p", "x").userMessage())
                .contains("no model 'tinny'", "did you mean 'tiny'?");
        assertThat(refused("model", "pull", "qwen2.5-coder-0.5b-instrukt").userMessage())
                .contains("did you mean 'qwen2.5-coder-0.5b-instruct'?");
        WorkbenchException type = refused("model", "quantize", "tiny", "-t", "Q8_1");
        assertThat(type.category()).isEqualTo(Category.USAGE);
        assertThat(type.userMessage()).contains("'Q8_1'", "did you mean");
    }

    @Test
    void badInputIsOneOrTwoLines() throws IOException {
        byte[] sound = Files.readAllBytes(home.models().resolve("tiny.gguf"));
        Files.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(sound, sound.length / 2));
        WorkbenchException damaged = refused("model", "generate", "--model", "cut.gguf", "-p", "x");
        assertThat(damaged.category()).isEqualTo(Category.DAMAGED);
        assertThat(damaged.getMessage()).contains("cut.gguf", "end of the file");
        assertThat(refused("model", "generate", "--model", "tiny").getMessage())
                .contains("no prompt");
        assertThat(refused("model", "generate", "-p", "x", "--temperature", "9").getMessage())
                .contains("temperature");
        Files.write(folder.resolve("latin1.txt"), new byte[] {(byte) 0xe9, (byte) 0xff, 'x'});
        assertThat(
                        refused("model", "perplexity", "--model", "tiny", "-f", "latin1.txt")
                                .getMessage())
                .contains("not UTF-8");
        assertThat(refused("model", "perplexity", "--model", "tiny", "-f", "none.txt").category())
                .isEqualTo(Category.MISSING);
    }

    @Test
    void aContextTooSmallIsRefusedWithTheFigures() throws IOException {
        needsNatives();
        WorkbenchException refusal =
                refused(
                        "model",
                        "generate",
                        "--model",
                        "tiny",
                        "--context",
                        "32",
                        "--threads",
                        "1",
                        "-p",
                        "far too long a prompt for so small a context as this one is");
        assertThat(refusal.getMessage()).contains("tokens, the context holds");
        assertThat(
                        refused(
                                        "model",
                                        "generate",
                                        "--model",
                                        "tiny",
                                        "--context",
                                        "100000",
                                        "-p",
                                        "x")
                                .getMessage())
                .contains("100000", "8192");
    }

    @Test
    void theDefaultPicksUpAModelPutIntoTheFolder() {
        ModelDetails details = (ModelDetails) run("model", "info");
        assertThat(details.info()).extracting(ModelInfo::id).isEqualTo("tiny");
    }
}
