package dev.engram.commands.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.Outcome;
import dev.engram.commands.Services;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
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

/** Samplers, saved prompts, importance, mixes and embeddings from the command line. */
class ModelToolsTest {

    @TempDir Path folder;
    private WorkbenchHome home;
    private final Services services = new Services();
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        home = new WorkbenchHome(folder.resolve("home"));
        Files.createDirectories(home.models());
        TinyModel.write(home.models().resolve("tiny.gguf"));
        Path natives = WorkbenchHome.fromEnvironment().natives();
        assumeTrue(
                Files.isDirectory(natives),
                "llama.cpp is not set up in " + natives + ": run ./workbench setup");
        Files.createSymbolicLink(home.natives(), natives);
    }

    @AfterEach
    void close() {
        services.close();
    }

    private Object run(String... arguments) {
        VerbContext context =
                new VerbContext(
                        folder, home, Progress.none(), t -> {}, notices::add, services, null);
        return ((Outcome.Value) VerbRunner.run(List.of(arguments), context)).result();
    }

    private WorkbenchException refused(String... arguments) {
        return catchThrowableOfType(WorkbenchException.class, () -> run(arguments));
    }

    private GenerateResult generate(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of("model", "generate", "--model", "tiny", "--raw", "--ignore-eos"));
        all.addAll(List.of(more));
        return (GenerateResult) run(all.toArray(String[]::new));
    }

    @Test
    void samplersProbabilitiesAndTrimming() {
        GenerateResult result =
                generate(
                        "-p",
                        "hello",
                        "--max-tokens",
                        "12",
                        "--temperature",
                        "1",
                        "--mirostat",
                        "2",
                        "--mirostat-target",
                        "3",
                        "--logprobs",
                        "4");
        assertThat(result.tokens()).hasSize(12).allMatch(t -> t.likeliest().size() == 4);
        GenerateResult trimmed =
                generate("-p", "x".repeat(900), "--context", "256", "--max-tokens", "8", "--trim");
        assertThat(trimmed.trimmedTokens()).isPositive();
        assertThat(trimmed.toString()).contains("left out");
        assertThat(refused("model", "generate", "--model", "tiny", "-p", "x", "--mirostat", "2"))
                .hasMessageContaining("temperature 0");
    }

    @Test
    void aPromptIsSavedAndRestored() {
        String[] ask = {"-p", "a long prompt ".repeat(10), "--max-tokens", "5"};
        String text = generate(ask[0], ask[1], ask[2], ask[3], "--save-prompt", "p.state").text();
        assertThat(folder.resolve("p.state")).isRegularFile();
        assertThat(generate(ask[0], ask[1], ask[2], ask[3], "--restore-prompt", "p.state").text())
                .isEqualTo(text);
    }

    @Test
    void importanceAndRulesGoIntoAQuantization() throws IOException {
        Files.writeString(folder.resolve("c.txt"), "words to calibrate with. ".repeat(60));
        MeasureImportance.Result matrix =
                (MeasureImportance.Result)
                        run(
                                "model",
                                "imatrix",
                                "--model",
                                "tiny",
                                "--text",
                                "c.txt",
                                "-o",
                                "m.imatrix.gguf",
                                "--window",
                                "128",
                                "--max-windows",
                                "2");
        assertThat(matrix.tensors()).isEqualTo(14);
        assertThat(matrix.windows()).isEqualTo(2);
        QuantizeResult result =
                (QuantizeResult)
                        run(
                                "model",
                                "quantize",
                                "tiny",
                                "-t",
                                "Q4_0",
                                "-o",
                                "q.gguf",
                                "--mix",
                                "pure",
                                "--tensor-type",
                                "ffn_down=Q8_0",
                                "--imatrix",
                                "m.imatrix.gguf",
                                "--threads",
                                "1");
        assertThat(result.formats()).containsKeys("Q4_0", "Q8_0", "F32");
        assertThat(refused("model", "quantize", "tiny", "-t", "IQ2_XS"))
                .hasMessageContaining("importance");
    }

    @Test
    void textsAreEmbedded() {
        Embed.Result result = (Embed.Result) run("model", "embed", "--model", "tiny", "one", "two");
        assertThat(result.vectors()).hasSize(2);
        double squares =
                result.vectors().getFirst().vector().stream().mapToDouble(v -> v * v).sum();
        assertThat(squares).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-4));
    }

    @Test
    void anAdapterThatIsNoneIsRefusedByName() {
        assertThat(
                        refused(
                                "model",
                                "generate",
                                "--model",
                                "tiny",
                                "-p",
                                "x",
                                "--lora",
                                "home/models/tiny.gguf=0.5"))
                .hasMessageContaining("general.type");
        assertThat(refused("model", "generate", "--model", "tiny", "-p", "x", "--lora", "a=b"))
                .hasMessageContaining("no scale");
    }
}
