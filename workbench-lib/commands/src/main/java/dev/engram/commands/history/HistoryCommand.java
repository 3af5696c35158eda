package dev.engram.commands.history;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code history}. */
@Command(
        name = "history",
        description = "Conversations with the assistants, kept on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListConversations.class,
            ShowConversation.class,
            ResumeConversation.class,
            SearchConversations.class,
            DeleteConversation.class
        })
public final class HistoryCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
