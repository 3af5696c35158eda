package dev.engram.commands.model;

import dev.engram.models.ChatMessage;
import java.util.List;

/**
 * One prompt of a file.
 *
 * @param prompt the text; empty where messages are given
 * @param messages a conversation; empty where a text is given
 * @param overrides what this line wants otherwise than the options say
 */
record PromptLine(String prompt, List<ChatMessage> messages, PromptOverrides overrides) {

    PromptLine {
        messages = List.copyOf(messages);
    }

    /** A prompt with nothing of its own. */
    static PromptLine of(String prompt) {
        return new PromptLine(prompt, List.of(), PromptOverrides.NONE);
    }
}
