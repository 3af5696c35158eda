package dev.engram.commands.engram;

import dev.engram.commands.CellVerb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs of {@code engram}. */
@Command(
        name = "engram",
        description = "Keep code and documents as engrams: store, search, update, extract.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Ingest.class,
            Update.class,
            EmbedPassages.class,
            Bundle.class,
            Query.class,
            Extract.class,
            ListEntries.class,
            ListDocuments.class,
            Info.class,
            Log.class,
            Diff.class,
            Check.class,
            Repair.class,
            KeyCommand.class,
            Prune.class,
            Migrate.class,
        })
@CellVerb("query")
public final class EngramCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
