package dev.engram.ensemble.classify;

import dev.engram.base.Interrupts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains the classifier: multinomial logistic regression with a squared penalty, by stochastic
 * gradients with a step for each weight that shrinks as it is used (AdaGrad, Duchi et al. 2011).
 * All labels weigh the same, and so do all public sets within a label. The temperature is fitted on
 * predictions for folds that were left out (Guo et al. 2017). Deterministic: the same tasks in the
 * same order give the same model.
 */
final class TaskTrainer {

    private static final int EPOCHS = 40;
    private static final int FOLDS = 5;
    private static final double STEP = 0.1;
    private static final double PENALTY = 1e-5;
    private static final long SEED = 7;

    /** Tasks put to an assistant weigh as much as so many sets of benchmark questions. */
    private static final double OWN_WEIGHT = 4;

    private static final String OWN = "own";

    private final TaskFeatures features;
    private final List<String> labels;

    TaskTrainer(TaskFeatures features, List<String> labels) {
        this.features = features;
        this.labels = List.copyOf(labels);
    }

    private record Example(TaskFeatures.Vector x, int label, double weight) {}

    TaskModel train(List<LabeledTask> tasks) {
        List<Example> examples = new ArrayList<>(examples(tasks));
        Collections.shuffle(examples, new Random(SEED));
        double[][] scores = new double[examples.size()][];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Example> kept = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                if (i % FOLDS != fold) {
                    kept.add(examples.get(i));
                }
            }
            TaskModel part = fit(kept);
            for (int i = fold; i < examples.size(); i += FOLDS) {
                scores[i] = part.scores(examples.get(i).x());
            }
        }
        return fit(examples).withTemperature(temperature(examples, scores));
    }

    private List<Example> examples(List<LabeledTask> tasks) {
        Map<String, Long> perGroup =
                tasks.stream().collect(Collectors.groupingBy(this::group, Collectors.counting()));
        Map<String, Long> groupsPerLabel =
                tasks.stream()
                        .collect(
                                Collectors.groupingBy(
                                        LabeledTask::label,
                                        Collectors.mapping(
                                                LabeledTask::source,
                                                Collectors.collectingAndThen(
                                                        Collectors.toSet(),
                                                        s -> (long) s.size()))));
        double all = tasks.size();
        Function<LabeledTask, Double> weight =
                t ->
                        all
                                / groupsPerLabel.size()
                                / groupsPerLabel.getOrDefault(t.label(), 1L)
                                / perGroup.getOrDefault(group(t), 1L)
                                * (t.source().equals(OWN) ? OWN_WEIGHT : 1);
        return tasks.stream()
                .map(
                        t ->
                                new Example(
                                        features.of(t.text()),
                                        labels.indexOf(t.label()),
                                        weight.apply(t)))
                .toList();
    }

    private String group(LabeledTask task) {
        return task.label() + "/" + task.source();
    }

    private TaskModel fit(List<Example> examples) {
        TaskModel model = TaskModel.zero(features.fingerprint(), labels, features.dimension());
        TaskModel squares = TaskModel.zero(features.fingerprint(), labels, features.dimension());
        List<Example> order = new ArrayList<>(examples);
        Random random = new Random(SEED);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Interrupts.check("no model was made");
            Collections.shuffle(order, random);
            for (Example example : order) {
                step(model, squares, example);
            }
        }
        return model;
    }

    private void step(TaskModel model, TaskModel squares, Example example) {
        double[] p = TaskModel.softmax(model.scores(example.x()), 1);
        // A rare group's weight is bounded, so that no single example throws the model about.
        double weight = Math.min(example.weight(), 5);
        TaskFeatures.Vector x = example.x();
        for (int c = 0; c < p.length; c++) {
            double gradient = weight * (p[c] - (c == example.label() ? 1 : 0));
            model.bias()[c] -= update(gradient, squares.bias(), c);
            for (int i = 0; i < x.dense().length; i++) {
                double g = gradient * x.dense()[i] + PENALTY * model.dense()[c][i];
                model.dense()[c][i] -= update(g, squares.dense()[c], i);
            }
            for (int bucket : x.buckets()) {
                double g = gradient * x.bucketValue() + PENALTY * model.buckets()[c][bucket];
                model.buckets()[c][bucket] -= update(g, squares.buckets()[c], bucket);
            }
        }
    }

    private static float update(double gradient, float[] squares, int i) {
        squares[i] += (float) (gradient * gradient);
        return (float) (STEP * gradient / (1e-6 + Math.sqrt(squares[i])));
    }

    /** The one of a fixed row that makes the left-out answers likeliest. */
    private static float temperature(List<Example> examples, double[][] scores) {
        float best = 1;
        double least = Double.MAX_VALUE;
        for (float t = 0.4f; t < 6; t *= 1.1f) {
            double loss = 0;
            for (int i = 0; i < scores.length; i++) {
                double p = TaskModel.softmax(scores[i], t)[examples.get(i).label()];
                loss -= examples.get(i).weight() * Math.log(Math.max(p, 1e-12));
            }
            if (loss < least) {
                least = loss;
                best = t;
            }
        }
        return best;
    }
}
