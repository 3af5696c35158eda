package dev.engram.ensemble.classify;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderProvider;
import dev.engram.ensemble.TaskClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * The trained classifier: logistic regression over words and the static embedding of a task. It
 * takes some 50 microseconds a task. Thread-safe; the embedder belongs to the maker.
 */
public final class TrainedClassifier implements TaskClassifier {

    /** What counts. */
    public enum Features {
        WORDS,
        EMBEDDING,
        WORDS_AND_EMBEDDING
    }

    /** Task types, in the order of the specification. */
    public static final List<String> LABELS =
            List.of("coding", "research", "documentation", "testing");

    private static final String RESOURCE = "task-model-1.bin";
    private static final String EMBEDDER = "static";

    private final TaskModel model;
    private final TaskFeatures features;

    private TrainedClassifier(TaskModel model, TaskFeatures features) {
        this.model = model;
        this.features = features;
    }

    /**
     * Trains one.
     *
     * @param tasks at least one of each label
     * @throws WorkbenchException USAGE if a label has no task; INTERRUPTED
     */
    public static TrainedClassifier train(
            List<LabeledTask> tasks, Features kind, Embedder embedder) {
        for (String label : LABELS) {
            if (tasks.stream().noneMatch(t -> t.label().equals(label))) {
                throw WorkbenchException.usage(
                        "no task of type '" + label + "' to learn from", "add some");
            }
        }
        TaskFeatures features =
                switch (kind) {
                    case WORDS -> new TaskFeatures(true, null);
                    case EMBEDDING -> new TaskFeatures(false, embedder);
                    case WORDS_AND_EMBEDDING -> new TaskFeatures(true, embedder);
                };
        return new TrainedClassifier(new TaskTrainer(features, LABELS).train(tasks), features);
    }

    /**
     * The one that comes with the workbench.
     *
     * @param embedder the static one
     * @throws WorkbenchException DAMAGED if the model was trained with another embedder
     */
    public static TrainedClassifier bundled(Embedder embedder) {
        try (InputStream in = TrainedClassifier.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            return read(in, embedder);
        } catch (IOException e) {
            throw WorkbenchException.damaged(
                    RESOURCE + ": " + e.getMessage(), "build the workbench again");
        }
    }

    /** Reads what {@link #write} wrote, for words and embedding. */
    static TrainedClassifier read(InputStream in, Embedder embedder) throws IOException {
        TaskModel model = TaskModel.read(in, RESOURCE);
        TaskFeatures features = new TaskFeatures(true, embedder);
        if (!model.fingerprint().equals(features.fingerprint())) {
            throw WorkbenchException.damaged(
                    RESOURCE + " was trained on other features than those of this workbench",
                    "train it again: see experiments/classifier");
        }
        return new TrainedClassifier(model, features);
    }

    /**
     * The trained one; where its embedder cannot be had, the specification's patterns.
     *
     * @param notices receives one line where it had to be the patterns
     */
    public static TaskClassifier best(
            WorkbenchHome home, Progress progress, Consumer<String> notices) {
        try {
            return bundled(EmbedderProvider.find(EMBEDDER, home, progress));
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.INTERRUPTED) {
                throw e;
            }
            notices.accept("task types by patterns only: " + e.getMessage());
            return TaskClassifier.patterns();
        }
    }

    /** Writes the model, less than 1 MB. */
    public void write(OutputStream out) throws IOException {
        model.write(out);
    }

    /** Probability of each of {@link #LABELS}; they sum to 1. */
    public double[] probabilities(String task) {
        return model.probabilities(features.of(task));
    }

    @Override
    public Classification classify(String task) {
        double[] p = probabilities(task);
        int best = 0;
        for (int c = 1; c < p.length; c++) {
            best = p[c] > p[best] ? c : best;
        }
        return new Classification(model.labels().get(best), p[best]);
    }
}
