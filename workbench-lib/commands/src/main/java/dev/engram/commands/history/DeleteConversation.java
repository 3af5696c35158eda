package dev.engram.commands.history;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.history.ConversationStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes conversations. */
@Command(
        name = "delete",
        description = "Delete a conversation for good, or all of them.",
        footer = {"", "Example: workbench history delete 12"})
public final class DeleteConversation extends Verb<DeletedConversations> {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Number of the conversation.")
    private long id;

    @Option(names = "--all", description = "Delete every conversation.")
    private boolean all;

    /** For picocli. */
    public DeleteConversation() {}

    /** For Java calls. */
    public DeleteConversation(long id) {
        this.id = id;
    }

    @Override
    public DeletedConversations run(VerbContext context) throws Exception {
        ConversationStore history = Histories.of(context);
        if (all) {
            return new DeletedConversations(history.deleteAll());
        }
        if (id == 0) {
            throw WorkbenchException.usage(
                    "no conversation named", "give its number, or --all; see: history list");
        }
        history.delete(id);
        return new DeletedConversations(1);
    }
}
