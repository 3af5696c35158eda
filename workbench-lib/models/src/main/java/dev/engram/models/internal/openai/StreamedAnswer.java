package dev.engram.models.internal.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.GenerationResult.Timings;
import dev.engram.models.GenerationResult.TokenChoice;
import dev.engram.models.GenerationResult.Usage;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one answer come to: its text, why it ended, tokens and times. Not thread-safe.
 */
public final class StreamedAnswer {

    private final String server;
    private final Consumer<String> sink;
    private final LongSupplier clock;
    private final long startNanos;
    private final StringBuilder text = new StringBuilder();
    private final List<TokenChoice> choices = new ArrayList<>();
    private @Nullable FinishReason reason;
    private @Nullable Usage usage;
    private @Nullable JsonNode timings;
    private int pieces;
    private long firstNanos;
    private long lastNanos;
    private boolean over;

    /**
     * @param server as messages name it
     * @param sink receives each piece of text
     * @param clock nanoseconds
     */
    public StreamedAnswer(String server, Consumer<String> sink, LongSupplier clock) {
        this.server = server;
        this.sink = sink;
        this.clock = clock;
        this.startNanos = clock.getAsLong();
    }

    /** Whether any text came. */
    public boolean begun() {
        return pieces > 0;
    }

    /** Whether the server said that this was all. */
    public boolean over() {
        return over;
    }

    /**
     * Takes the data of an event.
     *
     * @throws WorkbenchException RESOURCE if it is an error or no chunk of an answer
     */
    public void take(String data) {
        if (data.equals("[DONE]")) {
            over = true;
            return;
        }
        JsonNode chunk;
        try {
            chunk = Wire.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new WorkbenchException(
                    Category.RESOURCE, server + " sent an event that is no JSON", "try again", e);
        }
        if (chunk.hasNonNull("error")) { // Some send "error": null with each chunk.
            throw Connection.ofWorker(chunk)
                    .orElseGet(
                            () ->
                                    WorkbenchException.resource(
                                            server + " failed: " + Connection.message(data),
                                            "try again",
                                            null));
        }
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode piece =
                choice.has("delta")
                        ? choice.path("delta").path("content")
                        : choice.has("message")
                                ? choice.path("message").path("content")
                                : choice.path("text");
        if (piece.isTextual() && !piece.asText().isEmpty()) {
            lastNanos = clock.getAsLong();
            firstNanos = pieces++ == 0 ? lastNanos : firstNanos;
            text.append(piece.asText());
            sink.accept(piece.asText());
        }
        if (choice.path("finish_reason").isTextual()) {
            reason = Wire.finishReason(choice);
        }
        if (chunk.path("usage").isObject()) {
            JsonNode tokens = chunk.get("usage");
            usage =
                    new Usage(
                            tokens.path("prompt_tokens").asInt(),
                            tokens.path("completion_tokens").asInt(),
                            tokens.path("prompt_tokens_details").path("cached_tokens").asInt(),
                            tokens.path("engram_trimmed_tokens").asInt());
        }
        for (JsonNode token : chunk.path("engram_tokens")) {
            choices.add(choice(token));
        }
        if (chunk.path("timings").isObject()) {
            timings = chunk.get("timings");
        }
    }

    private TokenChoice choice(JsonNode token) {
        try {
            return Wire.JSON.convertValue(token, TokenChoice.class);
        } catch (IllegalArgumentException e) {
            throw new WorkbenchException(
                    Category.RESOURCE, server + " sent tokens that are none", "try again", e);
        }
    }

    /**
     * The result.
     *
     * @throws WorkbenchException RESOURCE if the stream was cut off
     */
    public GenerationResult result() {
        if (reason == null) {
            throw WorkbenchException.resource(
                    server
                            + " broke off"
                            + (begun() ? " after " + text.length() + " characters" : ""),
                    "try again; is the server running?",
                    new EOFException());
        }
        return result(reason);
    }

    /** What there is, after a cancellation. */
    GenerationResult cancelled() {
        return result(FinishReason.CANCELLED);
    }

    private GenerationResult result(FinishReason why) {
        Usage tokens = usage == null ? new Usage(0, pieces) : usage;
        return new GenerationResult(text.toString(), why, tokens, times(tokens), choices);
    }

    /** As the server measured them, where it says so; else as they were seen here. */
    private Timings times(Usage tokens) {
        double first = firstNanos == 0 ? 0 : (firstNanos - startNanos) / 1e6;
        double total = (clock.getAsLong() - startNanos) / 1e6;
        double decodeSeconds = (lastNanos - firstNanos) / 1e9;
        double seen =
                tokens.completionTokens() > 1 && decodeSeconds > 0
                        ? (tokens.completionTokens() - 1) / decodeSeconds
                        : 0;
        return timings == null
                ? new Timings(0, round(first), 0, round(seen), round(total))
                : new Timings(
                        timings.path("wait_ms").asDouble(),
                        round(first),
                        round(timings.path("prompt_per_second").asDouble()),
                        round(timings.path("predicted_per_second").asDouble(seen)),
                        round(total));
    }

    private static double round(double value) {
        return Double.isFinite(value) ? Math.round(value * 100) / 100.0 : 0;
    }
}
