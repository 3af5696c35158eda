package dev.engram.models.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.WorkbenchException;
import dev.engram.models.Capability;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.LanguageModel;
import dev.engram.models.Prepared;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.testing.TinyModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real server of another make: llama.cpp's own, on a tiny real model. */
@Timeout(120)
class LlamaServerTest {

    private static final Path PYTHON =
            Prepared.home().pythonEnvironment().resolve("bin").resolve("python");

    @TempDir static Path folder;
    private static Process server;
    private static LanguageModel model;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Files.isExecutable(PYTHON) && run("-c", "import xllamacpp").waitFor() == 0,
                "xllamacpp is not in "
                        + Prepared.home().pythonEnvironment()
                        + ": run ./workbench setup --tests");
        Path file = TinyModel.write(folder.resolve("tiny.gguf"));
        Path script = folder.resolve("server.py");
        try (var in = LlamaServerTest.class.getResourceAsStream("/llama_server.py")) {
            Files.copy(in, script);
        }
        server = run(script.toString(), file.toString(), "256", "2", "1");
        BufferedReader lines = server.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = lines.readLine();
        }
        assertThat(line).as("the server's address").isNotNull();
        model = OpenAiModel.open(RemoteEndpoint.ofAddress(line.substring(6) + "/v1"), name -> null);
    }

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("server.log").toFile())
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.getOutputStream().close();
            server.waitFor();
        }
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(model.contextTokens()).isEqualTo(256);
        assertThat(model.capabilities())
                .contains(Capability.GRAMMAR)
                .doesNotContain(Capability.DETERMINISTIC);
        assertThat(model.info().vocabularySize()).isEqualTo(263);
    }

    @Test
    void anAnswerStreamsWithTheServersOwnFigures() {
        List<String> pieces = new ArrayList<>();
        GenerationResult result =
                model.generate(
                                GenerationRequest.chat("the cat and the dog")
                                        .withMaxTokens(20)
                                        .withIgnoreEnd(true))
                        .forEachToken(pieces::add);
        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(String.join("", pieces)).isEqualTo(result.text());
        assertThat(result.usage().completionTokens()).isEqualTo(20);
        assertThat(result.usage().promptTokens()).isPositive();
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.timings().decodeTokensPerSecond()).isPositive();
    }

    @Test
    void aGrammarHoldsAndAnOverlongPromptIsAnError() {
        GenerationResult result =
                model.generate(
                                GenerationRequest.raw("say")
                                        .withGrammar("root ::= \"yes\" | \"no\"")
                                        .withMaxTokens(8))
                        .result();
        assertThat(result.text()).isIn("yes", "no");
        WorkbenchException refused =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () -> model.generate(GenerationRequest.raw("x y z ".repeat(200))).result());
        assertThat(refused.category()).isEqualTo(WorkbenchException.Category.USAGE);
        assertThat(refused.userMessage()).contains("context");
    }

    @Test
    void tokensAreCountedWithItsTokenizer() {
        // "the" and " the" are tokens of their own in this vocabulary, every other byte is one.
        assertThat(model.countTokens("the the x")).isEqualTo(4);
    }

    @Test
    void cancellingEndsAnAnswerEarlyAndTheServerGoesOn() {
        Generation generation =
                model.generate(GenerationRequest.raw("the").withMaxTokens(240).withIgnoreEnd(true));
        GenerationResult result = generation.forEachToken(piece -> generation.cancel());
        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(
                        model.generate(GenerationRequest.raw("the").withMaxTokens(2))
                                .result()
                                .usage()
                                .completionTokens())
                .isLessThanOrEqualTo(2);
    }
}
