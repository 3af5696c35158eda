package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.Subtask;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gather and summarize from engrams, with sources. */
@Command(
        name = "research",
        description = "Gather and summarize from engrams, with sources.",
        footer = {
            "",
            "Example: workbench research -e lang3.engram -t \"Compare the ways to test for blank text\""
        })
public final class Research extends AssistantVerb {

    @Option(
            names = {"-s", "--subtask"},
            paramLabel = "NAME",
            defaultValue = Subtask.AUTO,
            description =
                    "Kind of work: ${COMPLETION-CANDIDATES}. Default: by the words of the task.",
            completionCandidates = SubtaskNames.Research.class)
    private String subtask = Subtask.AUTO;

    /** For picocli. */
    public Research() {
        super(AskKind.RESEARCH);
    }

    /** For Java calls. */
    public Research(AskRequest request, String model, List<String> engrams) {
        super(request, model, engrams);
        this.subtask = request.subtask();
    }

    @Override
    String subtask() {
        return subtask;
    }
}
