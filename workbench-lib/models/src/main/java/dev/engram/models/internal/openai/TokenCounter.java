package dev.engram.models.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Capability;
import dev.engram.models.remote.ServerKind;

/** Counts tokens at a server that offers it, and estimates them for one that does not. */
final class TokenCounter {

    /** What a chat template puts around a message, at most, in the families we know. */
    static final int TEMPLATE_TOKENS = 8;

    /** English prose has four characters a token, code about three: rather too many tokens. */
    private static final double CHARACTERS_PER_TOKEN = 3;

    private TokenCounter() {}

    static int count(Connection connection, ServerKind kind, String model, String text) {
        if (!kind.capabilities().contains(Capability.TOKEN_COUNT) || text.isEmpty()) {
            return estimate(text);
        }
        ObjectNode body = Wire.JSON.createObjectNode();
        body.put("content", text).put("prompt", text).put("add_special_tokens", false);
        body.put("add_special", false).put("model", model);
        try {
            JsonNode answer = connection.post("/../tokenize", body);
            int count = answer.path("count").asInt(answer.path("tokens").size());
            return count > 0 ? count : estimate(text);
        } catch (WorkbenchException e) {
            if (e.category() != WorkbenchException.Category.MISSING) {
                throw e;
            }
            return estimate(text); // Not every such server, nor what stands before it, offers it.
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was asked of the model");
        }
    }

    static int estimate(String text) {
        return (int) Math.ceil(text.codePointCount(0, text.length()) / CHARACTERS_PER_TOKEN);
    }
}
