package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.EngramInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what an engram holds. */
@Command(
        name = "info",
        description = "Numbers of an engram: files, sizes on disk, passages, snapshots.",
        footer = {"", "Example: workbench engram info -e src.engram"})
public final class Info extends Verb<EngramInfo> {

    @Mixin private EngramOption engram = new EngramOption();

    public Info() {}

    /** For Java calls. */
    Info(String engram) {
        this.engram = new EngramOption(engram);
    }

    @Override
    public EngramInfo run(VerbContext context) throws Exception {
        try (Engram stored = engram.open(context)) {
            return stored.info();
        }
    }
}
