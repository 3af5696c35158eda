package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.MigrateResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings an engram to the newest format. */
@Command(
        name = "migrate",
        description = {
            "Bring an engram of an older format to the newest. What it says stays the same; its",
            "snapshots get new ids. Older formats are also read and written on without this."
        },
        footer = {"", "Example: workbench engram migrate -e src.engram"})
public final class Migrate extends Verb<MigrateResult> {

    @Mixin private EngramOption engram = new EngramOption();

    public Migrate() {}

    /** For Java calls. */
    Migrate(String engram) {
        this.engram = new EngramOption(engram);
    }

    @Override
    public MigrateResult run(VerbContext context) throws Exception {
        return Engram.migrate(engram.path(context));
    }
}
