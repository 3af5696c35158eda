package dev.engram.models.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one response; another thread may cut it off. A server that sends nothing for
 * too long is cut off, too.
 */
public final class StreamReader implements AutoCloseable {

    private static final int MOST_PLAIN_BYTES = 64 << 20;

    private final Connection connection;
    private final int silenceMillis;
    private volatile @Nullable HttpResponse<InputStream> response;
    private volatile @Nullable WatchedBody body;
    private volatile @Nullable Thread reading;
    private volatile boolean closed;

    public StreamReader(Connection connection, int silenceMillis) {
        this.connection = connection;
        this.silenceMillis = silenceMillis;
    }

    /** Receives events. */
    @FunctionalInterface
    public interface Sink {
        /** Returns whether to go on. */
        boolean take(String event, String data);
    }

    /** Whether it was cut off from outside. */
    public boolean closed() {
        return closed;
    }

    /**
     * Posts a request and hands over each event; see {@link #start} and {@link #events}.
     *
     * @throws WorkbenchException RESOURCE if the server fails or is silent for too long
     */
    public void read(String path, JsonNode request, Sink sink) throws InterruptedException {
        start(path, request);
        events(sink);
    }

    /**
     * Posts a request and returns when the server has accepted it.
     *
     * @throws WorkbenchException as the server refuses it, or RESOURCE if it does not answer
     */
    public void start(String path, JsonNode request) throws InterruptedException {
        reading = Thread.currentThread();
        try {
            if (!closed) {
                HttpResponse<InputStream> answer = connection.open(path, request);
                response = answer;
                body = new WatchedBody(answer.body(), silenceMillis);
            }
        } finally {
            reading = null;
        }
        if (closed) {
            cut();
        }
    }

    /**
     * Hands over each event until the stream ends, it is cut off, or the sink has enough. A plain
     * JSON answer counts as one event.
     *
     * @throws WorkbenchException RESOURCE if the server fails or is silent for too long
     */
    public void events(Sink sink) throws InterruptedException {
        HttpResponse<InputStream> from = response;
        WatchedBody watched = body;
        if (from == null || watched == null) {
            return;
        }
        try (WatchedBody in = watched) {
            if (isEvents(from)) {
                events(in, sink);
            } else {
                sink.take(
                        "message",
                        new String(in.readNBytes(MOST_PLAIN_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!closed) {
                throw connection.unreachable(
                        watched.silent() ? new HttpTimeoutException("silent") : e);
            }
        }
        if (watched.silent() && !closed) {
            throw connection.unreachable(new HttpTimeoutException("silent"));
        }
    }

    private static boolean isEvents(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Content-Type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith("text/event-stream");
    }

    private void events(InputStream in, Sink sink) throws IOException {
        EventStream events = new EventStream(in);
        for (EventStream.Event event = events.next(); event != null; event = events.next()) {
            if (!sink.take(event.name(), event.data())) {
                return;
            }
        }
    }

    private void cut() {
        InputStream in = body;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // It is over either way.
            }
        }
    }

    /**
     * Cuts it off; the connection ends, which the server sees. From any thread; the reading thread
     * is interrupted, for it may still wait for the head of the answer.
     */
    @Override
    public void close() {
        closed = true;
        Thread thread = reading;
        if (thread != null) {
            thread.interrupt();
        }
        cut();
    }
}
