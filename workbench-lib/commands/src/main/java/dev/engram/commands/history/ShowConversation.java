package dev.engram.commands.history;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.history.Conversation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a conversation. */
@Command(
        name = "show",
        description = "Show a conversation whole.",
        footer = {"", "Example: workbench history show 12"})
public final class ShowConversation extends Verb<Conversation> {

    @Parameters(arity = "1", paramLabel = "ID", description = "Number of the conversation.")
    private long id;

    /** For picocli. */
    public ShowConversation() {}

    /** For Java calls. */
    public ShowConversation(long id) {
        this.id = id;
    }

    @Override
    public Conversation run(VerbContext context) throws Exception {
        return Histories.of(context).show(id);
    }
}
