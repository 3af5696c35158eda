package dev.engram.ensemble.history;

import dev.engram.models.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A kept conversation.
 *
 * @param id its number
 * @param title the beginning of its first question
 * @param turns oldest first
 */
public record Conversation(long id, String title, List<Turn> turns) {

    public Conversation {
        turns = List.copyOf(turns);
    }

    /** The turns as messages to a model, without the context they were answered from. */
    public List<ChatMessage> messages() {
        List<ChatMessage> messages = new ArrayList<>();
        for (Turn turn : turns) {
            messages.add(ChatMessage.user(turn.task()));
            messages.add(ChatMessage.assistant(turn.answer()));
        }
        return List.copyOf(messages);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner("\n\n");
        text.add("conversation " + id + ": " + title);
        turns.forEach(t -> text.add(t.toString()));
        return text.toString();
    }
}
