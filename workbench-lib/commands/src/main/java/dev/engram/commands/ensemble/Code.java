package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Subtask;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Write or change code, with context from engrams. */
@Command(
        name = "code",
        description = "Write or change code, with context from engrams.",
        footer = {
            "",
            "Example: workbench code -e lang3.engram -t \"Write a method that pads a number with zeros\""
        })
public final class Code extends AssistantVerb {

    @Option(
            names = {"-s", "--subtask"},
            paramLabel = "NAME",
            defaultValue = Subtask.AUTO,
            description =
                    "Kind of work: ${COMPLETION-CANDIDATES}. Default: by the words of the task.",
            completionCandidates = SubtaskNames.Code.class)
    private String subtask = Subtask.AUTO;

    /** For picocli. */
    public Code() {
        super(AskKind.CODE);
    }

    /** For Java calls. */
    public Code(AskRequest request, String model, List<String> engrams) {
        super(request, model, engrams);
        this.subtask = request.subtask();
    }

    @Override
    String subtask() {
        return subtask;
    }
}
