package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.UpdateResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings an engram up to date. */
@Command(
        name = "update",
        description = {
            "Bring an engram up to date with its folder: read only what has changed.",
            "Afterwards it equals a fresh ingest; the snapshots before stay."
        },
        footer = {"", "Example: workbench engram update src -e src.engram"})
public final class Update extends Verb<UpdateResult> {

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder as it is now.")
    private String folder = "";

    @Mixin private EngramOption engram = new EngramOption();

    public Update() {}

    /** For Java calls. */
    Update(String folder, String engram) {
        this.folder = folder;
        this.engram = new EngramOption(engram);
    }

    @Override
    public UpdateResult run(VerbContext context) throws Exception {
        return Engram.update(
                context.resolve(folder),
                engram.path(context),
                IngestOptions.defaults().threads(),
                context.progress());
    }
}
