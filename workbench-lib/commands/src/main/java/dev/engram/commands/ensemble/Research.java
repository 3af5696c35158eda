package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** Gather and summarize from engrams, with sources. */
@Command(
        name = "research",
        description = "Gather and summarize from engrams, with sources.",
        footer = {
            "",
            "Example: workbench research -e lang3.engram -t \"Compare the ways to test for blank text\""
        })
public final class Research extends AssistantVerb {

    /** For picocli. */
    public Research() {
        super(AskKind.RESEARCH);
    }

    /** For Java calls. */
    public Research(AskRequest request, String model, List<String> engrams) {
        super(request, model, engrams);
    }
}
