package dev.engram.models.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.engram.base.Progress;
import dev.engram.models.internal.openai.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Server-sent events of one response. Thread-safe. A failing write means that nobody listens. */
final class EventWriter implements Progress {

    private final OutputStream out;

    EventWriter(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        this.out = exchange.getResponseBody();
        beat();
    }

    /** A sign of life, which is no event. */
    void beat() {
        write(": alive\n\n");
    }

    /**
     * @throws UncheckedIOException if the connection is gone
     */
    void send(String event, JsonNode data) {
        write((event.equals("message") ? "" : "event: " + event + "\n") + "data: " + data + "\n\n");
    }

    void sendText(String data) {
        write("data: " + data + "\n\n");
    }

    @Override
    public void update(String task, long done, long total, Unit unit) {
        send(
                "progress",
                Wire.JSON
                        .createObjectNode()
                        .put("task", task)
                        .put("done", done)
                        .put("total", total)
                        .put("unit", unit.name()));
    }

    private synchronized void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
