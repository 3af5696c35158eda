package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the snapshots of an engram. */
@Command(
        name = "log",
        description = {
            "List the snapshots of an engram, the newest first: when and from where it was taken,",
            "its files, and how many were added, modified and removed since the one before."
        },
        footer = {"", "Example: workbench engram log -e src.engram"})
public final class Log extends Verb<History> {

    @Mixin private EngramOption engram = new EngramOption();

    public Log() {}

    /** For Java calls. */
    Log(String engram) {
        this.engram = new EngramOption(engram);
    }

    @Override
    public History run(VerbContext context) throws Exception {
        return Engram.log(engram.path(context));
    }
}
