package dev.engram.commands.dataset;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code dataset}. */
@Command(
        name = "dataset",
        description = "Data sets for measuring.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DatasetList.class, DatasetLoad.class})
public final class DatasetCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
