package dev.engram.commands.history;

import dev.engram.ensemble.history.ConversationLine;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Kept conversations, in order. */
public record ConversationList(List<ConversationLine> conversations)
        implements Iterable<ConversationLine> {

    public ConversationList {
        conversations = List.copyOf(conversations);
    }

    @Override
    public Iterator<ConversationLine> iterator() {
        return conversations.iterator();
    }

    @Override
    public String toString() {
        return conversations.isEmpty()
                ? "no conversations"
                : conversations.stream()
                        .map(ConversationLine::toString)
                        .collect(Collectors.joining("\n"));
    }
}
