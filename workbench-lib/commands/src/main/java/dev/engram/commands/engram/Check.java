package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for damage in an engram. */
@Command(
        name = "check",
        description = {
            "Read all of an engram and say what is damaged, what is lost and what repairs it.",
            "Exit code 1 if anything is."
        },
        footer = {"", "Example: workbench engram check -e src.engram"})
public final class Check extends Verb<CheckReport> {

    @Mixin private EngramOption engram = new EngramOption();

    public Check() {}

    /** For Java calls. */
    Check(String engram) {
        this.engram = new EngramOption(engram);
    }

    @Override
    public CheckReport run(VerbContext context) throws Exception {
        return CheckReport.of(Engram.check(engram.path(context), context.progress()));
    }
}
