package dev.engram.commands.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads prompts from a file of JSON lines: {@code {"prompt": "…"}} or plain JSON strings. */
final class PromptFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PromptFile() {}

    /**
     * @throws WorkbenchException USAGE naming the line that is no prompt
     */
    static List<String> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw WorkbenchException.usage(
                    file + " is not UTF-8 text", "convert it, for example with iconv");
        }
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                prompts.add(prompt(file, i + 1, lines.get(i)));
            }
        }
        if (prompts.isEmpty()) {
            throw WorkbenchException.usage(
                    file + " holds no prompts", "one a line: {\"prompt\": \"…\"}");
        }
        return prompts;
    }

    private static String prompt(Path file, int line, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            JsonNode prompt = node.isObject() ? node.get("prompt") : node;
            if (prompt != null && prompt.isTextual() && !prompt.asText().isBlank()) {
                return prompt.asText();
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw WorkbenchException.usage(
                file + ", line " + line + " is no prompt", "one a line: {\"prompt\": \"…\"}");
    }
}
