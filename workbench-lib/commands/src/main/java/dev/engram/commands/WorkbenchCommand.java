package dev.engram.commands;

import dev.engram.commands.about.About;
import dev.engram.commands.bench.BenchCommand;
import dev.engram.commands.dataset.DatasetCommand;
import dev.engram.commands.engram.EngramCommand;
import dev.engram.commands.ensemble.Ask;
import dev.engram.commands.ensemble.Code;
import dev.engram.commands.ensemble.EnsembleCommand;
import dev.engram.commands.ensemble.Research;
import dev.engram.commands.history.HistoryCommand;
import dev.engram.commands.kernel.KernelCommand;
import dev.engram.commands.model.ModelCommand;
import dev.engram.commands.report.ReportCommand;
import dev.engram.commands.setup.Lab;
import dev.engram.commands.setup.RunNotebook;
import dev.engram.commands.setup.Setup;
import dev.engram.commands.setup.ShellVerb;
import dev.engram.commands.setup.TestVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The root of the command tree. */
@Command(
        name = "workbench",
        description = "Engrams, local language models and measurements.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EngramCommand.class,
            ModelCommand.class,
            Ask.class,
            Code.class,
            Research.class,
            EnsembleCommand.class,
            HistoryCommand.class,
            DatasetCommand.class,
            BenchCommand.class,
            ReportCommand.class,
            KernelCommand.class,
            RunNotebook.class,
            Lab.class,
            ShellVerb.class,
            Setup.class,
            TestVerb.class,
            About.class,
        })
final class WorkbenchCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
