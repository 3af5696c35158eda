package dev.engram.models.internal.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LoadOptions;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.internal.EngineModel;
import dev.engram.models.internal.ModelPool;
import dev.engram.models.internal.openai.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine behind an OpenAI-compatible server on loopback, for holders of a token. Beside the
 * protocol: {@code /engram/open}, {@code close}, {@code count}, {@code cancel}, {@code ps}, {@code
 * unload}, {@code stop}. Thread-safe.
 */
final class WorkerServer implements AutoCloseable {

    private static final long BEAT_MILLIS = 250;
    private static final int MOST_BODY_BYTES = 256 << 20;

    /** Answers a request with JSON. */
    @FunctionalInterface
    private interface Action {
        JsonNode run(JsonNode body) throws IOException;
    }

    private final byte[] authorization;
    private final ModelPool pool;
    private final WorkerHandles handles = new WorkerHandles();
    private final Map<String, WorkerStream> streams = new ConcurrentHashMap<>();
    private final Map<String, Generation> generations = new ConcurrentHashMap<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong streamNumber = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("engram-worker-clock").factory());
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private final long idleNanos;
    private volatile long usedNanos = System.nanoTime();

    WorkerServer(WorkbenchHome home, String token, long idleSeconds) throws IOException {
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds);
        this.pool = new ModelPool(home, Catalogue.bundled());
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/health", body -> Wire.JSON.createObjectNode().put("status", "ok"));
        answer("/v1/models", body -> models());
        answer("/engram/close", this::closeHandle);
        answer("/engram/count", this::count);
        answer("/engram/cancel", this::cancel);
        answer("/engram/ps", body -> Wire.JSON.valueToTree(pool.loaded()));
        answer("/engram/unload", this::unload);
        answer("/engram/stop", body -> stop());
        server.createContext("/v1/chat/completions", this::generate);
        server.createContext("/v1/completions", this::generate);
        server.createContext("/engram/open", this::open);
        server.start();
        clock.scheduleAtFixedRate(this::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
        // Not on the clock's thread: the pool's lock is held while a model loads.
        clock.scheduleAtFixedRate(() -> threads.execute(this::tidy), 1, 1, TimeUnit.SECONDS);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Waits until it was idle for long enough, or was asked to stop. */
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    private void beat() {
        streams.values().forEach(WorkerStream::beat);
    }

    private void tidy() {
        handles.closeAbandoned();
        pool.unloadIdle();
        if (!handles.isEmpty() || running.get() > 0) {
            usedNanos = System.nanoTime();
        } else if (System.nanoTime() - usedNanos > idleNanos) {
            end.countDown();
        }
    }

    private void answer(String path, Action action) {
        server.createContext(
                path,
                exchange ->
                        guarded(exchange, () -> send(exchange, 200, action.run(body(exchange)))));
    }

    /** What may fail with an answer to it. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void guarded(HttpExchange exchange, Work work) throws IOException {
        usedNanos = System.nanoTime();
        running.incrementAndGet();
        try (exchange) {
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (given == null
                    || !MessageDigest.isEqual(
                            given.getBytes(StandardCharsets.UTF_8), authorization)) {
                send(
                        exchange,
                        401,
                        WorkerStream.error(
                                WorkbenchException.usage("wrong token", "read it anew")));
                return;
            }
            try {
                work.run();
            } catch (WorkbenchException e) {
                send(exchange, status(e.category()), WorkerStream.error(e));
            } catch (JsonProcessingException e) {
                send(
                        exchange,
                        400,
                        WorkerStream.error(
                                WorkbenchException.usage("the request is no JSON", "mend it")));
            } catch (RuntimeException e) {
                e.printStackTrace();
                send(
                        exchange,
                        500,
                        WorkerStream.error(
                                new WorkbenchException(
                                        Category.INTERNAL, "the worker failed: " + e, null, e)));
            }
        } finally {
            running.decrementAndGet();
            usedNanos = System.nanoTime();
        }
    }

    /** Codes that the client does not try again: it asks a worker that works, or not at all. */
    private static int status(Category category) {
        return switch (category) {
            case USAGE -> 400;
            case MISSING -> 404;
            case DAMAGED, FAILED, RESOURCE -> 422;
            case INTERNAL, INTERRUPTED -> 501;
        };
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES);
        return bytes.length == 0 ? Wire.JSON.createObjectNode() : Wire.JSON.readTree(bytes);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Wire.JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private JsonNode models() {
        ObjectNode list = Wire.JSON.createObjectNode().put("object", "list");
        var data = list.putArray("data");
        pool.loaded()
                .forEach(
                        model ->
                                data.addObject()
                                        .put("id", model.id())
                                        .put("object", "model")
                                        .put("owned_by", "engram-workbench")
                                        .put("max_model_len", model.contextTokens()));
        return list;
    }

    /** Loads with progress as events, for it may take long; the last event is the handle. */
    private void open(HttpExchange exchange) throws IOException {
        guarded(
                exchange,
                () -> {
                    JsonNode body = body(exchange);
                    EventWriter events = new EventWriter(exchange);
                    try {
                        EngineModel model =
                                pool.open(
                                        Path.of(body.path("path").asText()),
                                        Wire.JSON.treeToValue(
                                                body.path("options"), LoadOptions.class),
                                        events);
                        String id = handles.add(model, body.path("pid").asLong());
                        try {
                            events.send("message", opened(id, model));
                        } catch (UncheckedIOException e) {
                            handles.close(id);
                        }
                    } catch (WorkbenchException e) {
                        events.send("message", WorkerStream.error(e));
                    } catch (IOException e) {
                        events.send(
                                "message",
                                WorkerStream.error(
                                        WorkbenchException.resource(
                                                String.valueOf(e.getMessage()),
                                                "is the file readable?",
                                                e)));
                    }
                });
    }

    private static JsonNode opened(String id, EngineModel model) {
        ObjectNode answer = Wire.JSON.createObjectNode();
        answer.put("handle", id).put("contextTokens", model.contextTokens());
        answer.set("info", Wire.JSON.valueToTree(model.info()));
        return answer;
    }

    private JsonNode closeHandle(JsonNode body) {
        handles.close(body.path("handle").asText());
        return Wire.JSON.createObjectNode();
    }

    private JsonNode count(JsonNode body) {
        EngineModel model = handles.get(body.path("model").asText());
        return Wire.JSON
                .createObjectNode()
                .put(
                        "tokens",
                        body.has("text")
                                ? model.countTokens(body.get("text").asText())
                                : model.countPromptTokens(WorkerRequest.of(body)));
    }

    private JsonNode cancel(JsonNode body) {
        Generation generation = generations.get(body.path("id").asText());
        if (generation != null) {
            generation.cancel();
        }
        return Wire.JSON.createObjectNode();
    }

    private JsonNode unload(JsonNode body) throws IOException {
        String path = body.path("path").asText("");
        return Wire.JSON
                .createObjectNode()
                .put("unloaded", pool.unload(path.isEmpty() ? null : Path.of(path)));
    }

    private JsonNode stop() {
        end.countDown();
        return Wire.JSON.createObjectNode();
    }

    private void generate(HttpExchange exchange) throws IOException {
        guarded(
                exchange,
                () -> {
                    JsonNode body = body(exchange);
                    String handle = body.path("model").asText();
                    EngineModel model = handles.get(handle);
                    GenerationRequest request = WorkerRequest.of(body);
                    Generation generation =
                            model.resume(
                                    request,
                                    body.path("so_far").asText(""),
                                    body.path("cache_prompt").asBoolean(true));
                    String id = body.path("id").asText("s" + streamNumber.incrementAndGet());
                    generations.put(id, generation); // Before the client can hear of it.
                    try {
                        WorkerStream stream =
                                new WorkerStream(
                                        exchange,
                                        model,
                                        model.info().id(),
                                        body.has("messages"),
                                        generation);
                        streams.put(id, stream);
                        stream.run();
                    } catch (IOException | UncheckedIOException e) {
                        generation.cancel();
                    } finally {
                        streams.remove(id);
                        generations.remove(id);
                    }
                });
    }

    @Override
    public void close() {
        server.stop(0);
        clock.shutdownNow();
        threads.shutdownNow();
        pool.close();
    }
}
