package dev.engram.models.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Generation;
import dev.engram.models.GenerationResult;
import dev.engram.models.internal.EngineModel;
import dev.engram.models.internal.openai.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way to a client as server-sent events. A write that fails means that nobody
 * listens any more: the generation is cancelled. Thread-safe.
 */
final class WorkerStream {

    private final EngineModel model;
    private final String name;
    private final boolean chat;
    private final Generation generation;
    private final EventWriter out;
    private long stepsSeen = -1;

    WorkerStream(
            HttpExchange exchange,
            EngineModel model,
            String name,
            boolean chat,
            Generation generation)
            throws IOException {
        this.model = model;
        this.name = name;
        this.chat = chat;
        this.generation = generation;
        this.out = new EventWriter(exchange);
    }

    /**
     * A sign of life, but only if the engine has moved since the last: a hung engine must look
     * hung.
     */
    void beat() {
        long steps = model.steps();
        if (steps != stepsSeen) {
            stepsSeen = steps;
            try {
                out.beat();
            } catch (UncheckedIOException e) {
                generation.cancel();
            }
        }
    }

    /** Sends the answer to its end. */
    void run() {
        try {
            GenerationResult result = generation.forEachToken(this::piece);
            finish(result);
            out.sendText("[DONE]");
        } catch (WorkbenchException e) {
            out.send("message", error(e));
        } catch (UncheckedIOException e) {
            generation.cancel();
        }
    }

    static ObjectNode error(WorkbenchException e) {
        ObjectNode body = Wire.JSON.createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("message", e.getMessage()).put("type", e.category().name());
        if (e.remedy() != null) {
            error.put("remedy", e.remedy());
        }
        return body;
    }

    private void piece(String text) {
        out.send("message", chunk(text, null));
    }

    private ObjectNode chunk(String text, @Nullable String reason) {
        ObjectNode body = Wire.JSON.createObjectNode();
        body.put("object", chat ? "chat.completion.chunk" : "text_completion").put("model", name);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        if (chat) {
            ObjectNode delta = choice.putObject("delta");
            if (!text.isEmpty()) {
                delta.put("content", text);
            }
        } else {
            choice.put("text", text);
        }
        choice.put("finish_reason", reason);
        return body;
    }

    private void finish(GenerationResult result) {
        ObjectNode last =
                chunk(
                        "",
                        switch (result.finishReason()) {
                            case LENGTH -> "length";
                            case CANCELLED -> "cancelled";
                            case END, STOP_TEXT -> "stop";
                        });
        if (result.finishReason() == GenerationResult.FinishReason.STOP_TEXT) {
            ((ObjectNode) last.path("choices").path(0)).put("stop_reason", "stop text");
        }
        GenerationResult.Usage usage = result.usage();
        ObjectNode tokens = last.putObject("usage");
        tokens.put("prompt_tokens", usage.promptTokens())
                .put("completion_tokens", usage.completionTokens())
                .put("total_tokens", usage.promptTokens() + usage.completionTokens());
        tokens.putObject("prompt_tokens_details").put("cached_tokens", usage.reusedTokens());
        tokens.put("engram_trimmed_tokens", usage.trimmedTokens());
        if (!result.tokens().isEmpty()) {
            last.set("engram_tokens", Wire.JSON.valueToTree(result.tokens()));
        }
        GenerationResult.Timings times = result.timings();
        last.putObject("timings")
                .put("wait_ms", times.waitMillis())
                .put("prompt_per_second", times.prefillTokensPerSecond())
                .put("predicted_per_second", times.decodeTokensPerSecond());
        out.send("message", last);
    }
}
