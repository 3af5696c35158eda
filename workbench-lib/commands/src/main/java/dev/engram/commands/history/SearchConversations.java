package dev.engram.commands.history;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Searches conversations. */
@Command(
        name = "search",
        description = "Find conversations that hold all the words.",
        footer = {"", "Example: workbench history search isBlank null"})
public final class SearchConversations extends Verb<ConversationList> {

    @Parameters(arity = "1..*", paramLabel = "WORD", description = "Words to find.")
    private List<String> words = List.of();

    /** For picocli. */
    public SearchConversations() {}

    /** For Java calls. */
    public SearchConversations(String words) {
        this.words = List.of(words);
    }

    @Override
    public ConversationList run(VerbContext context) throws Exception {
        return new ConversationList(Histories.of(context).search(String.join(" ", words), 50));
    }
}
