package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.PruneOptions;
import dev.engram.engram.PruneResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes old snapshots. */
@Command(
        name = "prune",
        description = {
            "Remove snapshots, and all that no other snapshot needs. The newest always stays;",
            "without --keep and --keep-days all stay, and only what none needs is removed.",
            "A pack is written anew if more than a quarter of it is waste; the snapshots that",
            "stay get new ids then. Who has the engram open goes on reading."
        },
        footer = {"", "Example: workbench engram prune -e src.engram --keep 10 --dry-run"})
public final class Prune extends Verb<PruneResult> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "0",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Keep the newest N snapshots.")
    private int keep;

    @Option(
            names = "--keep-days",
            paramLabel = "D",
            defaultValue = "0",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "Keep the snapshots of the last D days.")
    private int keepDays;

    @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
    private boolean dryRun;

    public Prune() {}

    /** For Java calls. */
    Prune(String engram, PruneOptions options) {
        this.engram = new EngramOption(engram);
        this.keep = options.keep();
        this.keepDays = options.keepDays();
        this.dryRun = options.dryRun();
    }

    @Override
    public PruneResult run(VerbContext context) throws Exception {
        return Engram.prune(
                engram.path(context), new PruneOptions(keep, keepDays, dryRun), context.progress());
    }
}
