package dev.engram.models.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Capability;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationResult.FinishReason;
import dev.engram.models.Sampling;
import dev.engram.models.remote.ServerKind;
import java.util.EnumSet;
import java.util.Set;

/** Requests as the protocol spells them. */
public final class Wire {

    /** Shared by client and worker. */
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Sampling CUSTOMARY = Sampling.random(1, 0);

    private Wire() {}

    /** The path below the base for a request. */
    public static String path(GenerationRequest request) {
        return request.messages().isEmpty() ? "/completions" : "/chat/completions";
    }

    /**
     * The body of a streaming request.
     *
     * @throws WorkbenchException USAGE naming what a server of this kind does not take
     */
    public static ObjectNode body(GenerationRequest request, String model, ServerKind kind) {
        refuse(request, model, kind);
        ObjectNode body = JSON.createObjectNode();
        if (!model.isEmpty()) {
            body.put("model", model);
        }
        if (request.messages().isEmpty()) {
            body.put("prompt", request.prompt());
        } else {
            ArrayNode messages = body.putArray("messages");
            for (ChatMessage message : request.messages()) {
                messages.addObject()
                        .put("role", message.role().wireName())
                        .put("content", message.content());
            }
        }
        body.put("max_tokens", request.maxTokens());
        sampling(body, request.sampling(), kind);
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop")::add);
        }
        if (request.ignoreEnd()) {
            body.put("ignore_eos", true);
        }
        if (!request.grammar().isEmpty()) {
            body.put("grammar", request.grammar());
        }
        if (request.deterministic()) {
            body.put("deterministic", true);
        }
        if (kind == ServerKind.WORKER) {
            body.set("engram_sampling", JSON.valueToTree(request.sampling()));
            body.put("engram_overlong", request.overlong().name());
            body.put("engram_alternatives", request.alternatives());
        }
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        return body;
    }

    private static void sampling(ObjectNode body, Sampling sampling, ServerKind kind) {
        body.put("temperature", sampling.temperature());
        if (sampling.repeatPenalty() != 1) {
            body.put(
                    kind == ServerKind.VLLM ? "repetition_penalty" : "repeat_penalty",
                    sampling.repeatPenalty());
        }
        if (sampling.temperature() > 0) {
            body.put("top_p", sampling.topP());
            body.put("seed", sampling.seed());
            if (kind.capabilities().contains(Capability.TOP_K)) {
                body.put(
                        "top_k",
                        sampling.topK() == 0 && kind == ServerKind.VLLM ? -1 : sampling.topK());
            }
            if (kind.capabilities().contains(Capability.MIN_P)) {
                body.put("min_p", sampling.minP());
            }
        }
    }

    private static void refuse(GenerationRequest request, String model, ServerKind kind) {
        Set<Capability> lacking = needed(request);
        lacking.removeAll(kind.capabilities());
        if (!lacking.isEmpty()) {
            throw WorkbenchException.usage(
                    model + ": its server does not take " + lacking.iterator().next().words(),
                    "leave it out, or take a local model");
        }
    }

    /** What a request asks for; the customary cuts of sampling are the server's own business. */
    public static Set<Capability> needed(GenerationRequest request) {
        Set<Capability> needed = EnumSet.noneOf(Capability.class);
        needed.add(request.messages().isEmpty() ? Capability.RAW_PROMPT : Capability.MESSAGES);
        Sampling sampling = request.sampling();
        if (sampling.temperature() > 0) {
            needed.add(Capability.SEED);
            if (sampling.topK() != 0 && sampling.topK() != CUSTOMARY.topK()) {
                needed.add(Capability.TOP_K);
            }
            if (sampling.minP() != 0 && sampling.minP() != CUSTOMARY.minP()) {
                needed.add(Capability.MIN_P);
            }
        }
        add(needed, sampling.repeatPenalty() != 1, Capability.REPEAT_PENALTY);
        Sampling plain =
                sampling.withTypicalP(1)
                        .withDry(Sampling.Dry.OFF)
                        .withXtc(Sampling.Xtc.OFF)
                        .withMirostat(Sampling.Mirostat.OFF)
                        .withPenalties(
                                new Sampling.Penalties(
                                        sampling.repeatPenalty(), 0, 0, Sampling.REPEAT_WINDOW));
        add(needed, !plain.equals(sampling), Capability.MORE_SAMPLERS);
        add(needed, request.overlong() == GenerationRequest.Overlong.TRIM, Capability.TRIM);
        add(needed, request.alternatives() > 0, Capability.LOG_PROBABILITIES);
        add(needed, !request.stop().isEmpty(), Capability.STOP);
        add(needed, request.ignoreEnd(), Capability.IGNORE_END);
        add(needed, !request.grammar().isEmpty(), Capability.GRAMMAR);
        add(needed, request.deterministic(), Capability.DETERMINISTIC);
        return needed;
    }

    private static void add(Set<Capability> to, boolean when, Capability what) {
        if (when) {
            to.add(what);
        }
    }

    /** Why a server says an answer ended; stop texts and end marks share a word there. */
    static FinishReason finishReason(JsonNode choice) {
        String reason = choice.path("finish_reason").asText("");
        return switch (reason) {
            case "length" -> FinishReason.LENGTH;
            case "cancelled" -> FinishReason.CANCELLED;
            default ->
                    choice.path("stop_reason").isTextual()
                            ? FinishReason.STOP_TEXT
                            : FinishReason.END;
        };
    }
}
