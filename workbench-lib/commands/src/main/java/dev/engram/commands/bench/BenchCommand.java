package dev.engram.commands.bench;

import dev.engram.commands.CellVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code bench}. */
@Command(
        name = "bench",
        description = "Run experiments and compare their records.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchRun.class,
            BenchList.class,
            BenchCompare.class,
            BenchChart.class,
            BenchExport.class,
        })
@CellVerb("run")
public final class BenchCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
