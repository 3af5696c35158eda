package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Subtask;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answer a question from engrams, with its sources. */
@Command(
        name = "ask",
        description = "Answer a question from engrams, with its sources.",
        footer = {
            "",
            "Example: workbench ask -e lang3.engram -t \"What does StringUtils.isBlank return for null?\""
        })
public final class Ask extends AssistantVerb {

    @Option(
            names = {"-s", "--subtask"},
            paramLabel = "NAME",
            defaultValue = Subtask.AUTO,
            description =
                    "Kind of work: ${COMPLETION-CANDIDATES}. Default: by the words of the task.",
            completionCandidates = SubtaskNames.Ask.class)
    private String subtask = Subtask.AUTO;

    /** For picocli. */
    public Ask() {
        super(AskKind.ASK);
    }

    /** For Java calls. */
    public Ask(AskRequest request, String model, List<String> engrams) {
        super(request, model, engrams);
        this.subtask = request.subtask();
    }

    @Override
    String subtask() {
        return subtask;
    }
}
