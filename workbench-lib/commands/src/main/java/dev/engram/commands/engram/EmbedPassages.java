package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.EmbedResult;
import dev.engram.engram.Engram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Fills the semantic channel of an engram. */
@Command(
        name = "embed",
        description = {
            "Embed the passages of an engram that was ingested with --semantic dense.",
            "An interrupt keeps what is done; run it again to go on, also after an update."
        },
        footer = {"", "Example: workbench engram embed -e src.engram"})
public final class EmbedPassages extends Verb<EmbedResult> {

    @Mixin private EngramOption engram = new EngramOption();

    public EmbedPassages() {}

    /** For Java calls. */
    EmbedPassages(String engram) {
        this.engram = new EngramOption(engram);
    }

    @Override
    public EmbedResult run(VerbContext context) throws Exception {
        return Engram.embed(engram.path(context), context.progress());
    }
}
