package dev.engram.commands.ensemble;

import dev.engram.commands.VerbContext;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.classify.TrainedClassifier;

/** What tells kinds of tasks apart. */
public enum ClassifierChoice {
    /** The trained one, or the patterns where its embedder cannot be had. */
    TRAINED,
    /** The specification's regular expressions. */
    PATTERNS;

    /** Opened once a process. */
    private record Opened(TaskClassifier classifier) {}

    TaskClassifier open(VerbContext context) {
        return switch (this) {
            case PATTERNS -> TaskClassifier.patterns();
            case TRAINED ->
                    context.services()
                            .get(
                                    Opened.class,
                                    () ->
                                            new Opened(
                                                    TrainedClassifier.best(
                                                            context.home(),
                                                            context.progress(),
                                                            context.notices())))
                            .classifier();
        };
    }
}
