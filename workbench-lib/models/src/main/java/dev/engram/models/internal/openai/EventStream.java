package dev.engram.models.internal.openai;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events"), one thread at a time. Comments,
 * which servers send as a sign of life, are skipped.
 */
final class EventStream {

    private static final int MOST_CHARACTERS = 16 << 20;

    private final BufferedReader lines;

    EventStream(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param name {@code message} where the server gives none
     */
    record Event(String name, String data) {}

    /** The next event, or {@code null} at the end; one that the end cuts off is dropped. */
    @Nullable Event next() throws IOException {
        StringBuilder data = new StringBuilder();
        String name = "message";
        boolean any = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (any) {
                    return new Event(name, data.toString());
                }
            } else if (line.startsWith("data:")) {
                data.append(any ? "\n" : "").append(value(line, 5));
                any = true;
                if (data.length() > MOST_CHARACTERS) {
                    throw new IOException("an event has more than 16 million characters");
                }
            } else if (line.startsWith("event:")) {
                name = value(line, 6);
            }
        }
        return null;
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
