package dev.engram.commands.kernel;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code kernel}. */
@Command(
        name = "kernel",
        description = "The Jupyter kernel.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {InstallKernel.class})
public final class KernelCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
