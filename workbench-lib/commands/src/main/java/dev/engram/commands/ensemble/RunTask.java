package dev.engram.commands.ensemble;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.ensemble.EngramSource;
import dev.engram.ensemble.pattern.EnsembleResult;
import dev.engram.ensemble.pattern.EnsembleTask;
import dev.engram.ensemble.pattern.Merge;
import dev.engram.ensemble.pattern.Orchestrator;
import dev.engram.ensemble.pattern.Pattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a task on several models. */
@Command(
        name = "run",
        description = {
            "Run a task on the models of the ensemble.",
            "Patterns: pool (whoever is free first), specialized (by the type of the task),",
            "pipeline (research designs, coding implements), collaborative (architecture,",
            "implementation and tests at once), compare (every model, side by side)."
        },
        footer = {
            "",
            "Example: workbench ensemble run --pattern compare -t \"Name three sorting algorithms\""
        })
public final class RunTask extends Verb<EnsembleResult> {

    @Mixin private TaskText text = new TaskText();

    @Option(
            names = {"-p", "--pattern"},
            paramLabel = "NAME",
            defaultValue = "specialized",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Pattern pattern = Pattern.SPECIALIZED;

    @Option(
            names = "--merge",
            paramLabel = "WAY",
            defaultValue = "side_by_side",
            description =
                    "How compared answers become one: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Merge merge = Merge.SIDE_BY_SIDE;

    @Option(
            names = {"-e", "--context"},
            paramLabel = "X.engram",
            split = ",",
            description = "Engrams to answer from; several with commas.")
    private List<String> engrams = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE.yaml",
            description =
                    "Pools, routes and policies. Default: ensemble.yaml in the folder of the"
                            + " workbench, else the default model and a coding model if there is"
                            + " one.")
    private String config = "";

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "" + EnsembleTask.DEFAULT_MAX_TOKENS,
            description = "Most tokens of each answer. Default: ${DEFAULT-VALUE}.")
    private int maxTokens = EnsembleTask.DEFAULT_MAX_TOKENS;

    @Option(
            names = "--max-context-tokens",
            paramLabel = "N",
            defaultValue = "" + EnsembleTask.DEFAULT_CONTEXT_TOKENS,
            description = "Most tokens of retrieved text. Default: ${DEFAULT-VALUE}.")
    private int maxContextTokens = EnsembleTask.DEFAULT_CONTEXT_TOKENS;

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Time for the whole task. Default: what the configuration says.")
    private double deadline;

    @Mixin private ChoiceOptions choice = new ChoiceOptions();

    private boolean streams = true;

    /** For picocli. */
    public RunTask() {}

    /** For Java calls: nothing is shown on the way. */
    RunTask(EnsembleTask task, List<String> engrams) {
        this.text = new TaskText(task.text());
        this.pattern = task.pattern();
        this.merge = task.merge();
        this.engrams = List.copyOf(engrams);
        this.maxTokens = task.maxTokens();
        this.maxContextTokens = task.maxContextTokens();
        this.deadline = task.deadlineMillis() / 1000.0;
        this.choice = new ChoiceOptions(task.temperature(), task.seed());
        this.streams = false;
    }

    @Override
    public EnsembleResult run(VerbContext context) throws Exception {
        EnsembleTask asked =
                new EnsembleTask(
                        text.of(context),
                        pattern,
                        merge,
                        maxTokens,
                        maxContextTokens,
                        Math.round(deadline * 1000),
                        choice.temperature,
                        choice.seed);
        List<Engram> open = new ArrayList<>();
        try {
            List<EngramSource> sources = new ArrayList<>();
            Orchestrator ensemble = Ensembles.of(context).get(config, context);
            for (String name : engrams) {
                Path path = context.resolve(name.strip());
                Ensembles.checkConsent(ensemble, path, context);
                open.add(Engram.open(path));
                sources.add(new EngramSource(name.strip(), open.getLast()));
            }
            boolean shown =
                    streams
                            && !json()
                            && pattern != Pattern.COMPARE
                            && pattern != Pattern.COLLABORATIVE;
            return ensemble.run(asked, sources, shown ? context.stream() : piece -> {})
                    .withStreamed(shown);
        } finally {
            for (Engram engram : open) {
                engram.close();
            }
        }
    }
}
