package dev.engram.models.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.LanguageModel;
import dev.engram.models.LoadOptions;
import dev.engram.models.Models;
import dev.engram.models.Prepared;
import dev.engram.models.Sampling;
import dev.engram.models.internal.openai.Connection;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real worker process with a tiny real model: shared, killed, stopped, left alone. */
@Timeout(180)
class WorkerTest {

    private static final LoadOptions OPTIONS = new LoadOptions(4096, 1, 2);
    private static final GenerationRequest LONG =
            GenerationRequest.raw("the").withMaxTokens(400).withIgnoreEnd(true);

    @TempDir Path folder;

    private WorkbenchHome home;
    private Path file;
    private WorkerClient client;

    @BeforeEach
    void prepare() throws IOException {
        home = Prepared.temporaryHome(folder.resolve("home"));
        file = TinyModel.write(home.models().resolve("tiny.gguf"));
        client = client(Map.of(WorkerClient.SILENCE_VARIABLE, "60"));
    }

    @AfterEach
    void end() throws Exception {
        var worker = WorkerAddress.read(home).flatMap(WorkerAddress::process);
        client.stop();
        if (worker.isPresent()) {
            worker.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private WorkerClient client(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(more);
        return new WorkerClient(home, environment);
    }

    private LanguageModel open(WorkerClient from) {
        return WorkerModel.open(from, file, OPTIONS, Progress.none());
    }

    private WorkerAddress address() throws IOException {
        return WorkerAddress.read(home).orElseThrow();
    }

    private GenerationResult inThisProcess(GenerationRequest request) throws IOException {
        try (Models models = new Models(home);
                LanguageModel model = models.load(file, OPTIONS, Progress.none())) {
            return model.generate(request).result();
        }
    }

    @Test
    void itAnswersAsTheEngineInThisProcessDoes() throws IOException {
        GenerationRequest request =
                GenerationRequest.chat("the cat and the dog")
                        .withMaxTokens(40)
                        .withSampling(new Sampling(0.8, 20, 0.9, 0.01, 1.1, 7))
                        .withDeterministic(true);
        GenerationResult expected = inThisProcess(request);
        try (LanguageModel model = open(client)) {
            StringBuilder pieces = new StringBuilder();
            GenerationResult result = model.generate(request).forEachToken(pieces::append);
            assertThat(result.text()).isEqualTo(expected.text()).isEqualTo(pieces.toString());
            assertThat(result.usage()).isEqualTo(expected.usage());
            assertThat(result.finishReason()).isEqualTo(expected.finishReason());
            assertThat(model.countTokens("the the x")).isEqualTo(4);
            assertThat(model.countPromptTokens(request)).isEqualTo(expected.usage().promptTokens());
            assertThat(model.contextTokens()).isEqualTo(4096);
            assertThat(model.info().vocabularySize()).isEqualTo(263);
            assertThat(model.remote()).isFalse();
        }
    }

    @Test
    void programsShareOneWorkerAndOneModel() throws IOException {
        try (LanguageModel one = open(client);
                LanguageModel other = open(client(Map.of()))) {
            assertThat(client.loaded()).singleElement().matches(m -> m.users() == 2);
            one.generate(LONG.withMaxTokens(3)).result();
            other.generate(LONG.withMaxTokens(3)).result();
            assertThat(client.unload(null)).isZero();
        }
        assertThat(client.loaded()).singleElement().matches(m -> m.users() == 0);
        assertThat(client.unload(file)).isEqualTo(1);
    }

    @Test
    void onlyTheUserIsLetIn() throws IOException {
        try (LanguageModel model = open(client)) {
            Path secret = WorkerAddress.folder(home).resolve("worker.json");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            Connection stranger =
                    new Connection(
                            RemoteEndpoint.ofAddress(
                                    "http://127.0.0.1:" + address().port() + "/v1"),
                            name -> "guessed");
            assertThat(
                            catchThrowableOfType(
                                            WorkbenchException.class, () -> stranger.get("/models"))
                                    .getMessage())
                    .contains("401");
            assertThat(address().toString()).doesNotContain(address().token());
            assertThat(model.info().id()).isEqualTo("tiny");
        }
    }

    @Test
    void refusalsAreThoseOfTheEngine() throws IOException {
        try (LanguageModel model = open(client)) {
            WorkbenchException tooLong =
                    catchThrowableOfType(
                            WorkbenchException.class,
                            () -> model.generate(GenerationRequest.raw("x ".repeat(3000))));
            assertThat(tooLong.category()).isEqualTo(Category.USAGE);
            assertThat(tooLong.userMessage()).contains("the context holds 4096", "shorten");
            assertThat(
                            catchThrowableOfType(
                                            WorkbenchException.class,
                                            () ->
                                                    model.generate(
                                                            LONG.withIgnoreEnd(false)
                                                                    .withGrammar("no grammar")))
                                    .category())
                    .isEqualTo(Category.USAGE);
            assertThat(model.generate(LONG.withMaxTokens(5)).result().usage().completionTokens())
                    .isEqualTo(5);
        }
        Path broken = Files.writeString(folder.resolve("broken.gguf"), "no model");
        WorkbenchException damaged =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () -> WorkerModel.open(client, broken, OPTIONS, Progress.none()));
        assertThat(damaged.category()).isEqualTo(Category.DAMAGED);
    }

    @Test
    void cancellingFreesTheSlotAndKeepsTheText() throws IOException {
        try (LanguageModel model = open(client)) {
            Generation generation = model.generate(LONG);
            GenerationResult result = generation.forEachToken(piece -> generation.cancel());
            assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(result.text()).isNotEmpty();
            assertThat(client.loaded()).singleElement().matches(m -> m.active() == 0);
        }
    }

    /** Nobody meets a lost worker as such: in the end it is two lines. */
    @Test
    void aLossIsToldInTwoLinesWhenNoWorkerIsLeftToTry() {
        WorkbenchException told = new WorkerLost("the worker did not answer in time").forUser();
        assertThat(told.category()).isEqualTo(Category.RESOURCE);
        assertThat(told.userMessage().lines()).hasSize(2);
        assertThat(told.getCause()).isInstanceOf(WorkerLost.class);
    }

    /** The client knows of the request before the worker has sent anything of it. */
    @Test
    void cancellingAtOnceIsHeardEachTime() throws IOException {
        GenerationRequest endless = LONG.withMaxTokens(4000);
        try (LanguageModel model = open(client)) {
            for (int i = 0; i < 25; i++) {
                Generation generation = model.generate(endless);
                generation.cancel();
                assertThat(generation.result().finishReason())
                        .as("request " + i)
                        .isEqualTo(FinishReason.CANCELLED);
            }
            assertThat(client.loaded()).singleElement().matches(m -> m.active() == 0);
        }
    }

    @Test
    void aWorkerKilledWithinAnAnswerIsReplacedAndTheAnswerGoesOn() throws IOException {
        try (LanguageModel model = open(client)) {
            long first = address().pid();
            StringBuilder pieces = new StringBuilder();
            GenerationResult result =
                    model.generate(LONG).forEachToken(piece -> killOnce(pieces, piece));
            assertThat(result.text()).isEqualTo(pieces.toString());
            assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(address().pid()).isNotEqualTo(first);
            assertThat(model.generate(LONG.withMaxTokens(2)).result().usage().completionTokens())
                    .isEqualTo(2);
        }
    }

    @Test
    void aDeterministicAnswerIsTheSameAfterAKill() throws IOException {
        GenerationRequest request = LONG.withDeterministic(true);
        String expected = inThisProcess(request).text();
        try (LanguageModel model = open(client)) {
            StringBuilder pieces = new StringBuilder();
            GenerationResult result =
                    model.generate(request).forEachToken(piece -> killOnce(pieces, piece));
            assertThat(result.text()).isEqualTo(expected).isEqualTo(pieces.toString());
            assertThat(result.usage().completionTokens()).isEqualTo(400);
        }
    }

    private void killOnce(StringBuilder pieces, String piece) {
        if (pieces.isEmpty()) {
            try {
                ProcessHandle worker = address().process().orElseThrow();
                worker.destroyForcibly();
                worker.onExit().join();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        pieces.append(piece);
    }

    @Test
    void aWorkerThatHangsIsReplaced() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "no /bin/kill here");
        WorkerClient impatient = client(Map.of(WorkerClient.SILENCE_VARIABLE, "8"));
        try (LanguageModel model = open(impatient)) {
            long first = address().pid();
            new ProcessBuilder("/bin/kill", "-STOP", Long.toString(first)).start().waitFor();
            // The count is asked of the worker that hangs, then of the one in its place.
            assertThat(model.countTokens("the the x")).isEqualTo(4);
            assertThat(address().pid()).isNotEqualTo(first);
        }
    }

    @Test
    void leftAloneItEnds() throws Exception {
        WorkerClient brief = client(Map.of(WorkerProcess.IDLE_VARIABLE, "1"));
        try (LanguageModel model = open(brief)) {
            model.generate(LONG.withMaxTokens(2)).result();
        }
        ProcessHandle worker = address().process().orElseThrow();
        assertThat(worker.onExit().get(60, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(WorkerAddress.read(home)).isEmpty();
        assertThat(brief.running()).isFalse();
    }
}
