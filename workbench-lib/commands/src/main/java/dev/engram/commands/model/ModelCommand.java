package dev.engram.commands.model;

import dev.engram.commands.CellVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code model}. */
@Command(
        name = "model",
        description = "Language models: list, generate, quantize, measure, connect.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListModels.class,
            Pull.class,
            Info.class,
            Generate.class,
            Quantize.class,
            MeasurePerplexity.class,
            MeasureImportance.class,
            Embed.class,
            Ps.class,
            Unload.class,
            RemoteCommand.class
        })
@CellVerb("generate")
public final class ModelCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
