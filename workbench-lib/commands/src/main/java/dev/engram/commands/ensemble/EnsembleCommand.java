package dev.engram.commands.ensemble;

import dev.engram.commands.CellVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code ensemble}. */
@Command(
        name = "ensemble",
        description = "Several models on one task, and what they run on.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Status.class, Classify.class, RunTask.class})
@CellVerb("run")
public final class EnsembleCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
