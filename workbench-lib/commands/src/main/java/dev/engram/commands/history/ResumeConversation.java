package dev.engram.commands.history;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.history.Conversation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a conversation the one to go on with. */
@Command(
        name = "resume",
        description = "Go on with a conversation: the next 'ask --continue' means it.",
        footer = {"", "Example: workbench history resume 12"})
public final class ResumeConversation extends Verb<Conversation> {

    @Parameters(arity = "1", paramLabel = "ID", description = "Number of the conversation.")
    private long id;

    /** For picocli. */
    public ResumeConversation() {}

    /** For Java calls. */
    public ResumeConversation(long id) {
        this.id = id;
    }

    @Override
    public Conversation run(VerbContext context) throws Exception {
        return Histories.of(context)
                .resume(id, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
