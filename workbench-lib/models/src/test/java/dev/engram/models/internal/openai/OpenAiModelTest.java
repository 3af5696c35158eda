package dev.engram.models.internal.openai;

import static dev.engram.models.internal.openai.FaultyServer.USAGE;
import static dev.engram.models.internal.openai.FaultyServer.cut;
import static dev.engram.models.internal.openai.FaultyServer.end;
import static dev.engram.models.internal.openai.FaultyServer.events;
import static dev.engram.models.internal.openai.FaultyServer.json;
import static dev.engram.models.internal.openai.FaultyServer.piece;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.ChatMessage;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.LanguageModel;
import dev.engram.models.Sampling;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.RemoteEndpoint.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against a server that fails in the ways servers do. */
@Timeout(60)
class OpenAiModelTest {

    private static final String SECRET = "sk-not-to-be-seen";
    private static final GenerationRequest QUESTION = GenerationRequest.chat("hi");

    private FaultyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private LanguageModel open(String model) {
        return open(model, new Limits(5000, 20_000, 3, 1));
    }

    private LanguageModel open(String model, Limits limits) {
        return OpenAiModel.open(
                RemoteEndpoint.ofAddress(server.address() + model).withLimits(limits),
                name -> name.equals(RemoteEndpoint.KEY_VARIABLE) ? SECRET : null);
    }

    private static WorkbenchException failure(Generation generation) {
        WorkbenchException failure =
                catchThrowableOfType(WorkbenchException.class, generation::result);
        assertThat(failure.userMessage()).doesNotContain(SECRET);
        assertThat(failure.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        return failure;
    }

    @Test
    void anAnswerStreamsPieceByPieceWithUsage() {
        server.next(events(piece("Hel"), piece("lo"), end("length"), USAGE, "[DONE]"));
        List<String> pieces = new ArrayList<>();
        GenerationResult result = open("#m").generate(QUESTION).forEachToken(pieces::add);
        assertThat(String.join("", pieces)).isEqualTo("Hello").isEqualTo(result.text());
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.usage()).isEqualTo(new GenerationResult.Usage(7, 2, 3));
        assertThat(result.timings().totalMillis()).isPositive();
        FaultyServer.Seen asked = server.seen.getLast();
        assertThat(asked.path()).isEqualTo("/v1/chat/completions");
        assertThat(asked.authorization()).isEqualTo("Bearer " + SECRET);
        assertThat(asked.body())
                .contains("\"model\":\"m\"", "\"role\":\"user\"", "\"stream\":true");
    }

    @Test
    void aRawPromptGoesToCompletionsAndAPlainAnswerIsTakenToo() {
        server.next(json(200, "{\"choices\":[{\"text\":\" world\",\"finish_reason\":\"stop\"}]}"));
        GenerationResult result =
                open("").generate(GenerationRequest.raw("hello").withMaxTokens(3)).result();
        assertThat(result.text()).isEqualTo(" world");
        assertThat(result.finishReason()).isEqualTo(FinishReason.END);
        assertThat(server.seen.getLast().path()).isEqualTo("/v1/completions");
        assertThat(server.seen.getLast().body()).contains("\"max_tokens\":3");
    }

    @Test
    void whatFailsBeforeItBeginsIsTriedAgain() {
        server.next(
                json(500, "{\"error\":{\"message\":\"boom\"}}"),
                json(503, "busy"),
                events(piece("ok"), end("stop"), "[DONE]"));
        assertThat(open("#m").generate(QUESTION).result().text()).isEqualTo("ok");
        server.next(json(500, "a"), json(500, "b"), json(500, "{\"error\":{\"message\":\"c\"}}"));
        WorkbenchException failure = failure(open("#m").generate(QUESTION));
        assertThat(failure.category()).isEqualTo(Category.RESOURCE);
        assertThat(failure.getMessage()).contains("answered 500: c");
    }

    @Test
    void whatIsWrongForGoodIsNotTriedAgain() {
        server.next(json(401, "{\"error\":{\"message\":\"bad key\"}}"));
        assertThat(failure(open("#m").generate(QUESTION)).userMessage())
                .contains("401", "bad key", RemoteEndpoint.KEY_VARIABLE);
        server.next(json(400, "{\"error\":\"context too long\"}"));
        assertThat(failure(open("#m").generate(QUESTION)).category()).isEqualTo(Category.USAGE);
        assertThat(server.seen.stream().filter(s -> s.path().endsWith("completions"))).hasSize(2);
    }

    @Test
    void aCutStreamIsAnErrorAndNeverAShortAnswer() {
        server.next(cut(piece("half an ans")));
        assertThat(failure(open("#m").generate(QUESTION)).category()).isEqualTo(Category.RESOURCE);
        server.next(events(piece("half an ans")));
        assertThat(failure(open("#m").generate(QUESTION)).getMessage())
                .contains("broke off after 11 characters");
        server.next(events());
        assertThat(failure(open("#m").generate(QUESTION)).getMessage()).contains("broke off");
    }

    @Test
    void malformedEventsAndErrorsInTheStreamAreSaid() {
        server.next(events(piece("a"), "{\"choices\": [{"));
        assertThat(failure(open("#m").generate(QUESTION)).getMessage()).contains("no JSON");
        server.next(events(piece("a"), "{\"error\":{\"message\":\"out of slots\"}}"));
        assertThat(failure(open("#m").generate(QUESTION)).getMessage()).contains("out of slots");
        server.models = "<html>hello</html>";
        assertThat(catchThrowableOfType(WorkbenchException.class, () -> open("#m")).userMessage())
                .contains("no JSON", "OpenAI-compatible");
    }

    @Test
    void silenceEndsTheRequestBeforeAndWithinAnAnswer() {
        Limits impatient = new Limits(5000, 300, 1, 1);
        server.next(FaultyServer.mute());
        assertThat(failure(open("#m", impatient).generate(QUESTION)).getMessage())
                .contains("did not answer in time");
        server.next(
                exchange -> {
                    server.silence().to(exchange);
                });
        assertThat(failure(open("#m", impatient).generate(QUESTION)).getMessage())
                .contains("did not answer in time");
    }

    @Test
    void cancellingHangsUpAndKeepsTheTextSoFar() throws InterruptedException {
        server.next(server.silence(piece("so far")));
        Generation generation = open("#m").generate(QUESTION);
        GenerationResult result =
                generation.forEachToken(
                        piece -> {
                            assertThat(piece).isEqualTo("so far");
                            generation.cancel();
                        });
        assertThat(result.text()).isEqualTo("so far");
        assertThat(result.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(server.hungUp.await(30, TimeUnit.SECONDS)).as("the server sees it").isTrue();
    }

    @Test
    void cancellingBeforeTheFirstByteEndsItToo() {
        server.next(FaultyServer.mute());
        Generation generation = open("#m").generate(QUESTION);
        while (server.seen.size() < 2) {
            Thread.onSpinWait();
        }
        generation.cancel();
        assertThat(generation.result().finishReason()).isEqualTo(FinishReason.CANCELLED);
    }

    @Test
    void whatTheServerDoesNotTakeIsRefusedByName() {
        LanguageModel model = open("#m");
        for (GenerationRequest request :
                List.of(
                        QUESTION.withGrammar("root ::= \"a\""),
                        QUESTION.withDeterministic(true),
                        QUESTION.withIgnoreEnd(true),
                        QUESTION.withSampling(new Sampling(1, 3, 1, 0, 1, 1)))) {
            WorkbenchException refusal =
                    catchThrowableOfType(WorkbenchException.class, () -> model.generate(request));
            assertThat(refusal.category()).isEqualTo(Category.USAGE);
            assertThat(refusal.getMessage()).contains("does not take");
        }
        server.models = FaultyServer.MODELS.formatted("vllm");
        server.next(events(piece("a"), end("stop")));
        open("#m").generate(QUESTION.withSampling(new Sampling(1, 3, 1, 0.1, 1.1, 1))).result();
        assertThat(server.seen.getLast().body())
                .contains("\"top_k\":3", "\"min_p\":0.1", "\"repetition_penalty\":1.1");
    }

    @Test
    void theModelIsChosenFromTheServersList() {
        assertThat(open("").info().name()).isEqualTo("m");
        WorkbenchException near = catchThrowableOfType(WorkbenchException.class, () -> open("#mm"));
        assertThat(near.category()).isEqualTo(Category.MISSING);
        assertThat(near.userMessage()).contains("did you mean 'm'?");
        server.models = "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
        assertThat(catchThrowableOfType(WorkbenchException.class, () -> open("")).userMessage())
                .contains("several models: a, b", "#a");
        assertThat(open("#b").remote()).isTrue();
    }

    @Test
    void tokensAreEstimatedRatherTooManyWhereTheServerCannotCount() {
        LanguageModel model = open("#m");
        assertThat(model.countTokens("")).isZero();
        assertThat(model.countTokens("twelve chars")).isEqualTo(4);
        assertThat(
                        model.countPromptTokens(
                                GenerationRequest.chat(
                                        List.of(ChatMessage.user("abc"), ChatMessage.user("d")))))
                .isGreaterThan(model.countTokens("abc\nd\n"));
    }

    @Test
    void aServerThatIsNotThereIsOneLine() {
        server.close();
        WorkbenchException failure =
                catchThrowableOfType(WorkbenchException.class, () -> open("#m"));
        assertThat(failure.getMessage()).contains("cannot be reached");
    }
}
