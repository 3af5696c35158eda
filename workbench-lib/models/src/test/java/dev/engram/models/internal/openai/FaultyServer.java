package dev.engram.models.internal.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small server on loopback that speaks the protocol as servers do and fails as they do: each
 * request for an answer takes the next of the replies laid ready.
 */
final class FaultyServer implements AutoCloseable {

    /** One way to answer. */
    @FunctionalInterface
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /** What a request was. */
    record Seen(String path, String authorization, String body) {}

    static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"owned_by\":\"%s\"}]}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Reply> replies = new ConcurrentLinkedDeque<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final CountDownLatch hungUp = new CountDownLatch(1);
    volatile Reply list = exchange -> json(200, this.models).to(exchange);
    volatile String models = MODELS.formatted("someone");

    FaultyServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    FaultyServer next(Reply... more) {
        replies.addAll(List.of(more));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            seen.add(
                    new Seen(
                            path,
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                            body));
            if (path.endsWith("/models")) {
                list.to(exchange);
            } else {
                Reply reply = replies.poll();
                (reply == null ? json(500, "{\"error\":\"nothing laid ready\"}") : reply)
                        .to(exchange);
            }
        }
    }

    static Reply json(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Events one after the other, then the end of the stream. */
    static Reply events(String... data) {
        return exchange -> write(exchange, data);
    }

    /** Events, then the connection is torn down inside a chunk. */
    static Reply cut(String... data) {
        return exchange -> {
            write(exchange, data);
            exchange.getResponseBody().flush();
            throw new IOException("torn down on purpose");
        };
    }

    /** Events, then nothing more until the client hangs up. */
    Reply silence(String... data) {
        return exchange -> {
            OutputStream out = write(exchange, data);
            try {
                while (true) {
                    Thread.sleep(20);
                    if (data.length > 0) {
                        // A line break alone is no event: only a dead connection shows.
                        out.write('\n');
                        out.flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                hungUp.countDown();
            }
        };
    }

    /** The head of an answer never comes. */
    static Reply mute() {
        return exchange -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static OutputStream write(HttpExchange exchange, String... data) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String one : data) {
            out.write(("data: " + one + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return out;
    }

    static String piece(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    static String end(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":3}}}";

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
