package dev.engram.commands.ensemble;

import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.AskRequest;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.pattern.EnsembleResult;
import dev.engram.ensemble.pattern.EnsembleTask;
import java.util.List;
import java.util.function.Supplier;

/** The assistants over one model, as Java calls. Immutable, thread-safe. */
public final class AssistantHandle {

    private final String model;
    private final Supplier<VerbContext> context;

    public AssistantHandle(String model, Supplier<VerbContext> context) {
        this.model = model;
        this.context = context;
    }

    /** Answers a question from engrams. */
    @Runs(Ask.class)
    public Answer ask(String question, String... engrams) {
        return ask(AskRequest.of(AskKind.ASK, question), engrams);
    }

    /** Writes or changes code with context from engrams. */
    @Runs(Code.class)
    public Answer code(String task, String... engrams) {
        return ask(AskRequest.of(AskKind.CODE, task), engrams);
    }

    /** Gathers and summarizes from engrams. */
    @Runs(Research.class)
    public Answer research(String task, String... engrams) {
        return ask(AskRequest.of(AskKind.RESEARCH, task), engrams);
    }

    /** Asks the assistant that the request names. */
    public Answer ask(AskRequest request, String... engrams) {
        List<String> from = List.of(engrams);
        return VerbRunner.call(
                switch (request.kind()) {
                    case ASK -> new Ask(request, model, from);
                    case CODE -> new Code(request, model, from);
                    case RESEARCH -> new Research(request, model, from);
                },
                context.get());
    }

    /** Tells what kind of task a text is. */
    @Runs(Classify.class)
    public TaskClassifier.Classification classify(String task) {
        return VerbRunner.call(new Classify(task), context.get());
    }

    /** Runs a task on the ensemble of the configuration in use. */
    @Runs(RunTask.class)
    public EnsembleResult run(EnsembleTask task, String... engrams) {
        return VerbRunner.call(new RunTask(task, List.of(engrams)), context.get());
    }

    /** The pools of the ensemble, the assistants and what they run on. */
    @Runs(Status.class)
    public EnsembleStatus status() {
        return VerbRunner.call(new Status(), context.get());
    }

    @Override
    public String toString() {
        return "assistants on model " + model;
    }
}
