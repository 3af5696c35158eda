package dev.engram.commands.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.ChatMessage.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads prompts from a file of JSON lines: {@code {"prompt": "…"}}, {@code {"messages": [{"role":
 * "user", "content": "…"}]}} or plain JSON strings.
 */
final class PromptFile {

    private static final String FORM = "one a line: {\"prompt\": \"…\"} or {\"messages\": […]}";
    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Role::wireName).toList();
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    // OpenAI's clients write one stop text without a list
                    .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .build();

    private PromptFile() {}

    /**
     * @throws WorkbenchException USAGE naming the line that is no prompt
     */
    static List<PromptLine> read(Path file) throws IOException {
        List<String> lines = TextFile.read(file).lines().toList();
        List<PromptLine> prompts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                prompts.add(prompt(file + ", line " + (i + 1), lines.get(i)));
            }
        }
        if (prompts.isEmpty()) {
            throw WorkbenchException.usage(file + " holds no prompts", FORM);
        }
        return prompts;
    }

    private static PromptLine prompt(String place, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isTextual() && !node.asText().isBlank()) {
                return PromptLine.of(node.asText());
            }
            if (node instanceof ObjectNode line) {
                JsonNode prompt = line.remove("prompt");
                JsonNode messages = line.remove("messages");
                boolean hasPrompt =
                        prompt != null && prompt.isTextual() && !prompt.asText().isBlank();
                boolean hasMessages = messages != null && messages.isArray() && !messages.isEmpty();
                if (hasPrompt && messages == null || hasMessages && prompt == null) {
                    return new PromptLine(
                            hasPrompt ? prompt.asText() : "",
                            hasMessages ? messages(place, messages) : List.of(),
                            JSON.treeToValue(line, PromptOverrides.class));
                }
            }
        } catch (UnrecognizedPropertyException e) {
            String name = e.getPropertyName();
            throw WorkbenchException.usage(
                    place + ": unknown '" + name + "'",
                    NearMatch.remedy(
                            name, e.getKnownPropertyIds().stream().map(String::valueOf).toList()));
        } catch (MismatchedInputException e) {
            String name =
                    e.getPath().stream()
                            .map(JsonMappingException.Reference::getFieldName)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse("a value");
            throw WorkbenchException.usage(
                    place + ": '" + name + "' is of the wrong kind", "see: model generate --help");
        } catch (JsonProcessingException e) {
            throw WorkbenchException.usage(
                    place + " cannot be read: " + e.getOriginalMessage(), FORM);
        }
        throw WorkbenchException.usage(place + " is no prompt", FORM);
    }

    private static List<ChatMessage> messages(String place, JsonNode list) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : list) {
            int role = ROLES.indexOf(message.path("role").asText());
            if (role < 0 || !message.path("content").isTextual()) {
                throw WorkbenchException.usage(
                        place + ": a message needs role and content",
                        "roles: " + String.join(", ", ROLES));
            }
            messages.add(new ChatMessage(Role.values()[role], message.get("content").asText()));
        }
        return messages;
    }
}
