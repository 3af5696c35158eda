package dev.engram.models.internal.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one server: with its key, with limits, tried again where nothing was answered yet.
 * Redirects are not followed, so the key goes nowhere else. Thread-safe.
 */
public final class Connection {

    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final int MOST_JSON_BYTES = 64 << 20;
    private static final long MOST_WAIT_MILLIS = 10_000;

    private final RemoteEndpoint endpoint;
    private final UnaryOperator<@Nullable String> environment;
    private final HttpClient http;

    /**
     * @param environment where the key is looked up, at each request
     */
    public Connection(RemoteEndpoint endpoint, UnaryOperator<@Nullable String> environment) {
        this.endpoint = endpoint;
        this.environment = environment;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofMillis(endpoint.limits().connectMillis()))
                        .build();
    }

    /** Gets JSON. */
    public JsonNode get(String path) throws InterruptedException {
        return json(send(path, null));
    }

    /** Posts JSON and reads JSON. */
    public JsonNode post(String path, JsonNode body) throws InterruptedException {
        return json(send(path, body));
    }

    /** Posts JSON; the answer is read by the caller, who closes it. */
    HttpResponse<InputStream> open(String path, JsonNode body) throws InterruptedException {
        return send(path, body);
    }

    private HttpResponse<InputStream> send(String path, @Nullable JsonNode body)
            throws InterruptedException {
        HttpRequest request = request(path, body);
        long wait = endpoint.limits().backoffMillis();
        for (int left = endpoint.limits().tries() - 1; ; left--) {
            try {
                HttpResponse<InputStream> response =
                        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                int status = response.statusCode();
                if (status == 200) {
                    return response;
                }
                WorkbenchException failure = failure(response, path);
                if (left == 0 || !WORTH_ANOTHER_TRY.contains(status)) {
                    throw failure;
                }
                Thread.sleep(Math.max(wait, asked(response)));
            } catch (IOException e) {
                // A server that was silent for long would be silent again.
                boolean silent =
                        e instanceof HttpTimeoutException
                                && !(e instanceof java.net.http.HttpConnectTimeoutException);
                if (left == 0 || silent) {
                    throw unreachable(e);
                }
                Thread.sleep(wait);
            }
            wait = Math.min(2 * wait, MOST_WAIT_MILLIS);
        }
    }

    private HttpRequest request(String path, @Nullable JsonNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path))
                        .timeout(Duration.ofMillis(endpoint.limits().silenceMillis()))
                        .header("Accept", "application/json, text/event-stream");
        String key = environment.apply(endpoint.keyVariable());
        if (key != null && !key.isBlank()) {
            authorize(request, key.strip());
        }
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        return request.build();
    }

    /** Some paths lead out of the base, {@code /../props}: a base without a path is the top. */
    private URI address(String path) {
        URI plain = URI.create(endpoint.base() + path).normalize();
        String way = plain.getRawPath();
        return way.startsWith("/../") ? plain.resolve(way.replaceFirst("^(/\\.\\.)+", "")) : plain;
    }

    /** A key that no header can hold is told by its variable: the key itself stays unsaid. */
    private void authorize(HttpRequest.Builder request, String key) {
        try {
            request.header("Authorization", "Bearer " + key);
        } catch (IllegalArgumentException e) {
            throw WorkbenchException.usage(
                    "the environment variable "
                            + endpoint.keyVariable()
                            + " holds characters that are in no key",
                    "set it anew, without line breaks or typographic signs");
        }
    }

    /** Milliseconds a server asks to wait. */
    private static long asked(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("0");
        return seconds.matches("\\d{1,6}")
                ? Math.min(Long.parseLong(seconds) * 1000, MOST_WAIT_MILLIS)
                : 0;
    }

    private JsonNode json(HttpResponse<InputStream> response) throws InterruptedException {
        WatchedBody body = watched(response);
        try (body) {
            return Wire.JSON.readTree(body.readNBytes(MOST_JSON_BYTES));
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    Category.RESOURCE,
                    endpoint.id() + " answered what is no JSON",
                    "is " + endpoint.base() + " an OpenAI-compatible server?",
                    e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw unreachable(body.silent() ? new HttpTimeoutException("silent") : e);
        }
    }

    private WatchedBody watched(HttpResponse<InputStream> response) {
        return new WatchedBody(response.body(), endpoint.limits().silenceMillis());
    }

    WorkbenchException unreachable(IOException e) {
        boolean silent = e instanceof HttpTimeoutException;
        return WorkbenchException.resource(
                endpoint.id()
                        + (silent ? " did not answer in time" : " cannot be reached: " + words(e)),
                silent ? "is it overloaded? try again later" : "is the server running?",
                e);
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    private WorkbenchException failure(HttpResponse<InputStream> response, String path) {
        int status = response.statusCode();
        String said = "";
        try (InputStream in = watched(response)) {
            String body = new String(in.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
            Optional<WorkbenchException> ours =
                    endpoint.kind().equals(Optional.of(ServerKind.WORKER))
                            ? ofWorker(Wire.JSON.readTree(body))
                            : Optional.empty();
            if (ours.isPresent()) {
                return ours.get();
            }
            said = message(body);
        } catch (IOException e) {
            // The status has to do.
        }
        String problem =
                endpoint.id() + " answered " + status + (said.isEmpty() ? "" : ": " + said);
        return switch (status) {
            case 401, 403 ->
                    WorkbenchException.resource(
                            problem,
                            "put a valid key into the environment variable "
                                    + endpoint.keyVariable(),
                            null);
            case 404 ->
                    WorkbenchException.missing(
                            problem, endpoint.base() + path + " is not there: check the address");
            case 400, 413, 422 -> WorkbenchException.usage(problem, "change the request");
            default -> WorkbenchException.resource(problem, "try again later", null);
        };
    }

    /** The failure that our worker reports, as it was there; empty if it is none of ours. */
    public static Optional<WorkbenchException> ofWorker(JsonNode answer) {
        JsonNode error = answer.path("error");
        for (Category category : Category.values()) {
            if (category.name().equals(error.path("type").asText())) {
                String remedy = error.path("remedy").asText("");
                return Optional.of(
                        new WorkbenchException(
                                category,
                                error.path("message").asText(),
                                remedy.isEmpty() ? null : remedy,
                                null));
            }
        }
        return Optional.empty();
    }

    /** The message of an error, in one line. */
    static String message(String body) {
        String text = body;
        try {
            JsonNode error = Wire.JSON.readTree(body);
            JsonNode inner = error.has("error") ? error.get("error") : error;
            text = inner.isTextual() ? inner.asText() : inner.path("message").asText("");
        } catch (JsonProcessingException e) {
            // Plain text or HTML.
        }
        return Excerpt.of(text.replaceAll("\\s+", " ").strip(), 300);
    }
}
