package dev.engram.commands.ensemble;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code ensemble}. */
@Command(
        name = "ensemble",
        description = "The assistants and what they run on.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Status.class, Classify.class})
public final class EnsembleCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
