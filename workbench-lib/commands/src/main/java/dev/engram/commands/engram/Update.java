package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.UpdateResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--git",
            paramLabel = "REV",
            description =
                    "Take this revision of the git repository around DIR (a branch, a tag, a hash)"
                            + " instead of the files on the disk; nothing is checked out.")
    private @Nullable String revision;

    public Update() {}

    /** For Java calls. */
    Update(String folder, String engram, @Nullable String revision) {
        this.revision = revision;
        this.folder = folder;
        this.engram = new EngramOption(engram);
    }

    @Override
    public UpdateResult run(VerbContext context) throws Exception {
        Path source = context.resolve(folder);
        Path target = engram.path(context);
        int threads = IngestOptions.defaults().threads();
        return revision == null
                ? Engram.update(source, target, threads, context.progress())
                : Engram.updateRevision(source, revision, target, threads, context.progress());
    }
}
