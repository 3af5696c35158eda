package dev.engram.commands.history;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists conversations. */
@Command(
        name = "list",
        description = "List kept conversations, the newest first.",
        footer = {"", "Example: workbench history list -n 50"})
public final class ListConversations extends Verb<ConversationList> {

    @Option(
            names = {"-n", "--most"},
            paramLabel = "N",
            defaultValue = "20",
            description = "Most conversations listed. Default: ${DEFAULT-VALUE}.")
    private int most = 20;

    /** For picocli. */
    public ListConversations() {}

    @Override
    public ConversationList run(VerbContext context) throws Exception {
        return new ConversationList(Histories.of(context).list(Math.max(1, most)));
    }
}
