package dev.engram.models.internal.openai;

import static dev.engram.models.internal.openai.FaultyServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.RemoteEndpoint.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers do around their answers. */
@Timeout(60)
class ConnectionTest {

    private static final String SECRET = "sk-not-to-be-seen";

    private FaultyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Connection connection(String address, String key, int silenceMillis) {
        return new Connection(
                RemoteEndpoint.ofAddress(address).withLimits(new Limits(5000, silenceMillis, 2, 1)),
                name -> key);
    }

    private static WorkbenchException refused(Connection connection, String path) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> connection.get(path));
        assertThat(refusal).isNotNull();
        assertThat(refusal.userMessage()).doesNotContain(SECRET);
        assertThat(refusal.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        return refusal;
    }

    /** The limit of a request ends with the head of its answer. */
    @Test
    void aBodyThatNeverEndsIsLeft() {
        server.list =
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    out.write("{\"data\":".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    FaultyServer.mute().to(exchange);
                };
        WorkbenchException refusal = refused(connection(server.address(), SECRET, 200), "/models");
        assertThat(refusal.category()).isEqualTo(Category.RESOURCE);
        assertThat(refusal).hasMessageContaining("did not answer in time");
    }

    @Test
    void aFailureThatNeverEndsIsToldByItsStatus() {
        server.list =
                exchange -> {
                    exchange.sendResponseHeaders(422, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    FaultyServer.mute().to(exchange);
                };
        assertThat(refused(connection(server.address(), SECRET, 200), "/models"))
                .hasMessageContaining("answered 422");
    }

    @Test
    void aKeyThatIsNoneIsToldByItsVariableAlone() {
        for (String key : new String[] {SECRET + "\nX: y", SECRET + "\u201d", SECRET + "\u0000"}) {
            WorkbenchException refusal =
                    refused(connection(server.address(), key, 5000), "/models");
            assertThat(refusal.category()).isEqualTo(Category.USAGE);
            assertThat(refusal).hasMessageContaining(RemoteEndpoint.KEY_VARIABLE);
        }
        assertThat(server.seen).isEmpty();
    }

    @Test
    void blanksAroundAKeyAreNoPartOfIt() throws InterruptedException {
        JsonNode unused = connection(server.address(), " " + SECRET + "\n", 5000).get("/models");
        assertThat(server.seen)
                .singleElement()
                .matches(seen -> seen.authorization().equals("Bearer " + SECRET));
    }

    @Test
    void pathsOutOfTheBaseEndAtTheTop() throws InterruptedException {
        String top = server.address().replace("/v1", "");
        for (String base : new String[] {server.address(), top, top + "/", top + "/a/b"}) {
            server.next(json(200, "{}"));
            JsonNode unused = connection(base, SECRET, 5000).get("/../props");
        }
        assertThat(server.seen)
                .extracting(FaultyServer.Seen::path)
                .containsExactly("/props", "/props", "/props", "/a/props");
    }

    @Test
    void whatServersSayInTheirErrorsIsOneLineOfIt() {
        assertThat(Connection.message("{\"error\":{\"message\":\"a\\n b\\u001b[2J\"}}"))
                .isEqualTo("a b?[2J");
        assertThat(Connection.message("{\"error\":\"plain\"}")).isEqualTo("plain");
        assertThat(Connection.message("{\"message\":\"top\"}")).isEqualTo("top");
        assertThat(Connection.message("<html>no json</html>")).isEqualTo("<html>no json</html>");
        assertThat(Connection.message("x".repeat(5000))).hasSize(301);
        assertThat(Connection.message("{\"error\":7}")).isEmpty();
    }

    /** Not every server of that make, nor what stands before it, counts tokens. */
    @Test
    void tokensAreEstimatedWhereCountingIsNotThere() {
        server.models = FaultyServer.MODELS.formatted("vllm");
        LanguageModel model =
                OpenAiModel.open(RemoteEndpoint.ofAddress(server.address()), name -> null);
        server.next(
                json(404, "{}"), json(200, "{\"count\":9}"), json(200, "{\"tokens\":[1,2,3,4]}"));
        assertThat(model.countTokens("twelve chars")).isEqualTo(4);
        assertThat(model.countTokens("twelve chars")).isEqualTo(9);
        assertThat(model.countTokens("twelve chars")).isEqualTo(4);
        server.next(json(200, "[]"));
        assertThat(model.countTokens("twelve chars, and more")).isEqualTo(8);
    }

    @Test
    void charactersSplitBetweenTwoPiecesOfTheWireComeWhole() {
        byte[] event =
                ("data: " + FaultyServer.piece("ä€🙂") + "\n\ndata: " + FaultyServer.end("stop"))
                        .getBytes(StandardCharsets.UTF_8);
        server.next(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "Text/Event-Stream");
                    exchange.sendResponseHeaders(200, 0);
                    for (byte one : event) {
                        exchange.getResponseBody().write(one);
                        exchange.getResponseBody().flush();
                    }
                    exchange.getResponseBody().write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                });
        LanguageModel model =
                OpenAiModel.open(RemoteEndpoint.ofAddress(server.address()), name -> null);
        assertThat(model.generate(GenerationRequest.chat("hi")).result().text()).isEqualTo("ä€🙂");
    }
}
