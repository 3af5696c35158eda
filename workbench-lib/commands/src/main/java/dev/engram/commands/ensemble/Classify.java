package dev.engram.commands.ensemble;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.ensemble.TaskClassifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what kind of task a text is. */
@Command(
        name = "classify",
        description = "Tell what kind of task a text is: coding, research, documentation, testing.",
        footer = {"", "Example: workbench ensemble classify \"write a unit test for the parser\""})
public final class Classify extends Verb<TaskClassifier.Classification> {

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task; or the cell's body.")
    private String task = "";

    @Option(
            names = "--classifier",
            paramLabel = "NAME",
            defaultValue = "trained",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ClassifierChoice classifier = ClassifierChoice.TRAINED;

    /** For picocli. */
    public Classify() {}

    /** For Java calls. */
    public Classify(String task) {
        this.task = task;
    }

    @Override
    public TaskClassifier.Classification run(VerbContext context) {
        String body = context.body();
        String text = !task.isBlank() || body == null ? task : body;
        if (text.isBlank()) {
            throw WorkbenchException.usage(
                    "no task given", "example: workbench ensemble classify \"write a test\"");
        }
        return classifier.open(context).classify(text);
    }
}
