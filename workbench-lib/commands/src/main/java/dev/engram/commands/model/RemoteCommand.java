package dev.engram.commands.model;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs on remote models. */
@Command(
        name = "remote",
        description = "Models behind OpenAI-compatible servers, and which engrams may go there.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RemoteList.class, RemoteAdd.class, RemoteAllow.class})
public final class RemoteCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
