package dev.engram.models.internal.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationRequest.Overlong;
import dev.engram.models.Sampling;
import dev.engram.models.internal.openai.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests of the protocol, with our extensions, as the engine takes them. */
final class WorkerRequest {

    private WorkerRequest() {}

    /**
     * @throws WorkbenchException USAGE naming what is wrong
     */
    static GenerationRequest of(JsonNode body) {
        GenerationRequest start =
                body.has("messages")
                        ? GenerationRequest.chat(messages(body.get("messages")))
                        : GenerationRequest.raw(body.path("prompt").asText());
        return start.withMaxTokens(
                        body.path("max_tokens")
                                .asInt(
                                        body.path("max_completion_tokens")
                                                .asInt(GenerationRequest.DEFAULT_MAX_TOKENS)))
                .withSampling(sampling(body))
                .withStop(texts(body.path("stop")))
                .withIgnoreEnd(body.path("ignore_eos").asBoolean())
                .withGrammar(body.path("grammar").asText(""))
                .withDeterministic(body.path("deterministic").asBoolean())
                .withOverlong(
                        body.path("engram_overlong").asText().equals(Overlong.TRIM.name())
                                ? Overlong.TRIM
                                : Overlong.REFUSE)
                .withAlternatives(body.path("engram_alternatives").asInt());
    }

    private static Sampling sampling(JsonNode body) {
        if (body.path("engram_sampling").isObject()) {
            try {
                return Wire.JSON.convertValue(body.get("engram_sampling"), Sampling.class);
            } catch (IllegalArgumentException e) {
                throw refusal(e);
            }
        }
        double temperature = body.path("temperature").asDouble(0);
        double repeat = body.path("repeat_penalty").asDouble(1);
        return temperature == 0
                ? new Sampling(0, 0, 1, 0, repeat, 42)
                : new Sampling(
                        temperature,
                        body.path("top_k").asInt(40),
                        body.path("top_p").asDouble(0.95),
                        body.path("min_p").asDouble(0.05),
                        repeat,
                        body.path("seed").asLong(42));
    }

    /** What the values' own check said, where it was that. */
    private static WorkbenchException refusal(IllegalArgumentException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof WorkbenchException ours) {
                return ours;
            }
        }
        return WorkbenchException.usage("'engram_sampling' is no sampling", "mend or leave it out");
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** A text, or a list of parts that are texts; anything else would be lost without a word. */
    private static String content(JsonNode content) {
        if (content.isTextual() || content.isNull() || content.isMissingNode()) {
            return content.isTextual() ? content.asText() : "";
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("text").isTextual()) {
                throw WorkbenchException.usage(
                        "a message has a part that is no text", "models here take text alone");
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    private static List<ChatMessage> messages(JsonNode list) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode one : list) {
            try {
                messages.add(
                        new ChatMessage(
                                ChatMessage.Role.valueOf(
                                        one.path("role").asText().toUpperCase(Locale.ROOT)),
                                content(one.path("content"))));
            } catch (IllegalArgumentException e) {
                throw WorkbenchException.usage(
                        "unknown role '" + one.path("role").asText() + "'",
                        "roles: system, user, assistant");
            }
        }
        return messages;
    }
}
