package dev.engram.commands.history;

import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.ensemble.history.Conversation;
import java.util.function.Supplier;

/** Kept conversations, as Java calls. Immutable, thread-safe. */
public final class HistoryHandle {

    private final Supplier<VerbContext> context;

    public HistoryHandle(Supplier<VerbContext> context) {
        this.context = context;
    }

    /** Conversations, the newest first. */
    @Runs(ListConversations.class)
    public ConversationList list() {
        return VerbRunner.call(new ListConversations(), context.get());
    }

    /** One conversation. */
    @Runs(ShowConversation.class)
    public Conversation show(long id) {
        return VerbRunner.call(new ShowConversation(id), context.get());
    }

    /** Makes a conversation the one to go on with. */
    @Runs(ResumeConversation.class)
    public Conversation resume(long id) {
        return VerbRunner.call(new ResumeConversation(id), context.get());
    }

    /** Conversations that hold all the words. */
    @Runs(SearchConversations.class)
    public ConversationList search(String words) {
        return VerbRunner.call(new SearchConversations(words), context.get());
    }

    /** Deletes a conversation for good. */
    @Runs(DeleteConversation.class)
    public DeletedConversations delete(long id) {
        return VerbRunner.call(new DeleteConversation(id), context.get());
    }

    @Override
    public String toString() {
        return "the history of conversations";
    }
}
