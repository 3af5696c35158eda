package dev.engram.commands.model;

import dev.engram.commands.CellVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code model}. */
@Command(
        name = "model",
        description = "Local language models: list, generate, quantize, measure.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ListModels.class,
            Pull.class,
            Info.class,
            Generate.class,
            Quantize.class,
            MeasurePerplexity.class,
            Ps.class,
            Unload.class
        })
@CellVerb("generate")
public final class ModelCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
