package dev.engram.bench.task;

import dev.engram.base.Interrupts;
import dev.engram.bench.Experiment;
import dev.engram.bench.InputHash;
import dev.engram.bench.MetricSpec;
import dev.engram.bench.MetricSpec.Better;
import dev.engram.bench.Sample;
import dev.engram.bench.Settings;
import dev.engram.bench.Task;
import dev.engram.bench.dataset.Datasets;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderProvider;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.TaskClassifier.Classification;
import dev.engram.ensemble.classify.LabeledTask;
import dev.engram.ensemble.classify.TrainedClassifier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well kinds of tasks are told apart.
 *
 * <p>Settings: {@code tasks} (our own, with columns id, split, label, text), {@code classifier}
 * ({@code patterns}, {@code words}, {@code embedding}, {@code words_and_embedding}), {@code model}
 * (a file that the last of them is written to, trained on everything but the test split).
 *
 * <p>Our test split is predicted by a classifier trained on the public sets and our dev split; each
 * public set by one trained on the other public sets and our dev split, so that it cannot know the
 * set by its manner. Samples: {@code accuracy} (0 or 1), {@code brier} and {@code confidence} a
 * task of the test split; {@code macro-f1} and {@code calibration-error} of the split; {@code
 * accuracy-SET} a task of a set.
 */
public final class ClassifierTask implements Task {

    private static final String PATTERNS = "patterns";
    private static final int BINS = 10;

    @Override
    public String name() {
        return "classifier";
    }

    @Override
    public String description() {
        return "tells kinds of tasks apart: coding, research, documentation, testing";
    }

    @Override
    public Set<String> settings() {
        return Set.of("tasks", "classifier", "model");
    }

    @Override
    public List<MetricSpec> metrics() {
        List<MetricSpec> metrics = new ArrayList<>();
        metrics.add(MetricSpec.raw("accuracy", "", Better.HIGHER, "Own test split: share right."));
        metrics.add(
                MetricSpec.raw("macro-f1", "", Better.HIGHER, "Own test split: mean F1 of types."));
        metrics.add(
                MetricSpec.raw(
                        "brier", "", Better.LOWER, "Own test split: squared error of confidence."));
        metrics.add(
                MetricSpec.raw(
                        "calibration-error",
                        "",
                        Better.LOWER,
                        "Own test split: confidence against share right, in ten bins."));
        for (String set : TaskSources.PUBLIC) {
            metrics.add(
                    MetricSpec.raw(
                            "accuracy-" + set, "", Better.HIGHER, set + ", never trained on."));
        }
        metrics.add(
                MetricSpec.raw(
                        "accuracy-left-out", "", Better.HIGHER, "All public sets, each left out."));
        return metrics;
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) throws Exception {
        Settings shared = Settings.shared(experiment, surroundings);
        Path own = shared.path("tasks");
        Datasets datasets = new Datasets(surroundings.home(), surroundings.progress());
        Map<String, List<LabeledTask>> sets = new LinkedHashMap<>();
        for (String set : TaskSources.PUBLIC) {
            sets.put(set, TaskSources.of(set, datasets, experiment.seed()));
        }
        Embedder embedder =
                EmbedderProvider.find("static", surroundings.home(), surroundings.progress());
        List<LabeledTask> dev = TaskSources.own(own, "dev");
        List<LabeledTask> test = TaskSources.own(own, "test");
        List<InputHash> inputs = List.of(InputHash.of("data", own));
        return new Session() {
            @Override
            public Measured run(Request request) throws IOException {
                Settings settings = Settings.of(experiment, surroundings, request);
                return new Measured(
                        new Measuring(settings, embedder, sets, dev).all(test),
                        inputs,
                        Map.of("embedder", embedder.info().fingerprint().substring(0, 16)));
            }

            @Override
            public void close() {
                embedder.close();
            }
        };
    }

    private record Measuring(
            Settings settings,
            Embedder embedder,
            Map<String, List<LabeledTask>> sets,
            List<LabeledTask> dev) {

        List<Sample> all(List<LabeledTask> test) throws IOException {
            String named = settings.text("classifier");
            List<Sample> samples = new ArrayList<>(own(classifier(named, ""), test));
            for (Map.Entry<String, List<LabeledTask>> set : sets.entrySet()) {
                Interrupts.check("this run is not recorded");
                TaskClassifier classifier = classifier(named, set.getKey());
                for (LabeledTask task : set.getValue()) {
                    String item = set.getKey() + "/" + task.id();
                    boolean right =
                            classifier.classify(task.text()).taskType().equals(task.label());
                    samples.add(new Sample("accuracy-" + set.getKey(), right ? 1 : 0, "", item));
                    samples.add(new Sample("accuracy-left-out", right ? 1 : 0, "", item));
                }
            }
            return samples;
        }

        private TaskClassifier classifier(String named, String without) throws IOException {
            if (named.equals(PATTERNS)) {
                return TaskClassifier.patterns();
            }
            TrainedClassifier.Features kind =
                    TrainedClassifier.Features.valueOf(named.toUpperCase(java.util.Locale.ROOT));
            List<LabeledTask> training = new ArrayList<>(dev);
            sets.forEach((set, tasks) -> training.addAll(set.equals(without) ? List.of() : tasks));
            TrainedClassifier trained = TrainedClassifier.train(training, kind, embedder);
            if (without.isEmpty()
                    && kind == TrainedClassifier.Features.WORDS_AND_EMBEDDING
                    && settings.has("model")) {
                try (OutputStream out = Files.newOutputStream(settings.path("model"))) {
                    trained.write(out);
                }
            }
            return trained;
        }

        private static List<Sample> own(TaskClassifier classifier, List<LabeledTask> test) {
            List<Sample> samples = new ArrayList<>();
            double[] right = new double[BINS];
            double[] sure = new double[BINS];
            Map<String, int[]> counts = new LinkedHashMap<>();
            TrainedClassifier.LABELS.forEach(l -> counts.put(l, new int[3]));
            for (LabeledTask task : test) {
                Classification found = classifier.classify(task.text());
                boolean correct = found.taskType().equals(task.label());
                int bin = (int) Math.min(BINS - 1, found.confidence() * BINS);
                right[bin] += correct ? 1 : 0;
                sure[bin] += found.confidence();
                counts.getOrDefault(task.label(), new int[3])[0]++;
                counts.getOrDefault(found.taskType(), new int[3])[1]++;
                counts.getOrDefault(task.label(), new int[3])[2] += correct ? 1 : 0;
                double miss = found.confidence() - (correct ? 1 : 0);
                samples.add(new Sample("accuracy", correct ? 1 : 0, "", task.id()));
                samples.add(new Sample("brier", miss * miss, "", task.id()));
                samples.add(new Sample("confidence", found.confidence(), "", task.id()));
            }
            double error = 0;
            for (int bin = 0; bin < BINS; bin++) {
                error += Math.abs(right[bin] - sure[bin]) / test.size();
            }
            double f1 =
                    counts.values().stream()
                            .mapToDouble(c -> c[0] + c[1] == 0 ? 0 : 2.0 * c[2] / (c[0] + c[1]))
                            .average()
                            .orElse(0);
            samples.add(Sample.of("calibration-error", error, ""));
            samples.add(Sample.of("macro-f1", f1, ""));
            return samples;
        }
    }
}
