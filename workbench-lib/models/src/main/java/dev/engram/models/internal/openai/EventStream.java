package dev.engram.models.internal.openai;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events"), one thread at a time. Comments,
 * which servers send as a sign of life, are skipped.
 */
final class EventStream {

    private static final int MOST_CHARACTERS = 16 << 20;

    private final Reader in;
    private boolean begun;
    private boolean afterReturn;

    EventStream(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
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
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (any) {
                    return new Event(name, data.toString());
                }
                name = "message"; // An event without data is none, and its name counts no more.
            } else if (line.startsWith("data:")) {
                data.append(any ? "\n" : "").append(value(line, 5));
                any = true;
                if (data.length() > MOST_CHARACTERS) {
                    throw tooLong();
                }
            } else if (line.startsWith("event:")) {
                name = value(line, 6);
            }
        }
        return null;
    }

    /** A line without its end, which may be any of CR, LF and both; {@code null} at the end. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            boolean skipped = c == '\n' && afterReturn || c == '\uFEFF' && !begun;
            begun = true;
            afterReturn = c == '\r';
            if (c == '\r' || c == '\n' && !skipped) {
                return line.toString();
            }
            if (!skipped) {
                line.append((char) c);
            }
            if (line.length() > MOST_CHARACTERS) {
                throw tooLong();
            }
        }
        return null;
    }

    private static IOException tooLong() {
        return new IOException("an event has more than 16 million characters");
    }

    private static String value(String line, int from) {
        return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
    }
}
