package dev.engram.commands.report;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code report}. */
@Command(
        name = "report",
        description = "Build reports from run records.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ReportBuild.class})
public final class ReportCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
