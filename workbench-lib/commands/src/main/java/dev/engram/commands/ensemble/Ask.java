package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** Answer a question from engrams, with its sources. */
@Command(
        name = "ask",
        description = "Answer a question from engrams, with its sources.",
        footer = {
            "",
            "Example: workbench ask -e lang3.engram -t \"What does StringUtils.isBlank return for null?\""
        })
public final class Ask extends AssistantVerb {

    /** For picocli. */
    public Ask() {
        super(AskKind.ASK);
    }

    /** For Java calls. */
    public Ask(AskRequest request, String model, List<String> engrams) {
        super(request, model, engrams);
    }
}
