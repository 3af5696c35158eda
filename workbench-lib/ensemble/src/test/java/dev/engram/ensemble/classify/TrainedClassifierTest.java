package dev.engram.ensemble.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import dev.engram.ensemble.TaskClassifier;
import dev.engram.ensemble.classify.TrainedClassifier.Features;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainedClassifierTest {

    /** A vector of letter counts. */
    private static final Embedder LETTERS =
            new Embedder() {
                @Override
                public EmbedderInfo info() {
                    return new EmbedderInfo(
                            "letters", "0123456789abcdef", 26, EmbedderInfo.Cost.LIGHT);
                }

                @Override
                public float[] embedQuery(String text) {
                    float[] vector = new float[26];
                    text.toLowerCase(java.util.Locale.ROOT)
                            .chars()
                            .filter(c -> c >= 'a' && c <= 'z')
                            .forEach(c -> vector[c - 'a'] += 1f / text.length());
                    return vector;
                }

                @Override
                public float[][] embedPassages(List<String> passages) {
                    return passages.stream().map(this::embedQuery).toArray(float[][]::new);
                }

                @Override
                public void close() {}
            };

    private static final List<String> SUBJECTS =
            List.of("a cache", "the parser", "our login", "sorting", "the importer", "a queue");

    private static List<LabeledTask> tasks() {
        List<LabeledTask> tasks = new ArrayList<>();
        for (String subject : SUBJECTS) {
            tasks.add(new LabeledTask("c" + subject, "x", "coding", "Implement " + subject));
            tasks.add(
                    new LabeledTask(
                            "r" + subject, "x", "research", "Why is " + subject + " slow?"));
            tasks.add(
                    new LabeledTask(
                            "d" + subject, "x", "documentation", "Write a guide to " + subject));
            tasks.add(
                    new LabeledTask(
                            "t" + subject, "x", "testing", "Write unit tests for " + subject));
        }
        return tasks;
    }

    @ParameterizedTest
    @EnumSource(Features.class)
    void learnsWhatItIsShown(Features kind) {
        TrainedClassifier trained = TrainedClassifier.train(tasks(), kind, LETTERS);
        long right =
                tasks().stream()
                        .filter(t -> trained.classify(t.text()).taskType().equals(t.label()))
                        .count();

        assertThat(right).isGreaterThanOrEqualTo(kind == Features.EMBEDDING ? 12 : 24);
    }

    @Test
    void carriesOverToNewSubjects() {
        TrainedClassifier trained =
                TrainedClassifier.train(tasks(), Features.WORDS_AND_EMBEDDING, LETTERS);

        assertThat(trained.classify("Implement a heap").taskType()).isEqualTo("coding");
        assertThat(trained.classify("Write unit tests for a heap").taskType()).isEqualTo("testing");
    }

    @Test
    void trainingIsDeterministicAndFilesKeepTheModel() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        TrainedClassifier trained =
                TrainedClassifier.train(tasks(), Features.WORDS_AND_EMBEDDING, LETTERS);
        trained.write(first);
        TrainedClassifier.train(tasks(), Features.WORDS_AND_EMBEDDING, LETTERS).write(second);
        assertThat(first.toByteArray()).isEqualTo(second.toByteArray());

        TrainedClassifier read =
                TrainedClassifier.read(new ByteArrayInputStream(first.toByteArray()), LETTERS);
        for (LabeledTask task : tasks()) {
            assertThat(read.probabilities(task.text()))
                    .isEqualTo(trained.probabilities(task.text()));
        }
    }

    @Test
    void damagedFilesAndOtherFeaturesAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TrainedClassifier.train(tasks(), Features.WORDS_AND_EMBEDDING, LETTERS).write(out);
        byte[] whole = out.toByteArray();
        for (byte[] bad :
                List.of(
                        new byte[0],
                        new byte[40],
                        Arrays.copyOf(whole, 8),
                        Arrays.copyOf(whole, whole.length / 2))) {
            assertThatThrownBy(() -> TrainedClassifier.read(new ByteArrayInputStream(bad), LETTERS))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(WorkbenchException.Category.DAMAGED));
        }
        ByteArrayOutputStream words = new ByteArrayOutputStream();
        TrainedClassifier.train(tasks(), Features.WORDS, LETTERS).write(words);
        assertThatThrownBy(
                        () ->
                                TrainedClassifier.read(
                                        new ByteArrayInputStream(words.toByteArray()), LETTERS))
                .hasMessageContaining("other features");
    }

    @Test
    void everyTypeNeedsATask() {
        List<LabeledTask> some =
                tasks().stream().filter(t -> !t.label().equals("testing")).toList();
        assertThatThrownBy(() -> TrainedClassifier.train(some, Features.WORDS, LETTERS))
                .hasMessage("no task of type 'testing' to learn from");
    }

    @Property(tries = 200)
    void probabilitiesSumToOne(@ForAll String text) {
        double[] p = Holder.MODEL.probabilities(text);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-9));
        TaskClassifier.Classification found = Holder.MODEL.classify(text);
        assertThat(found.confidence()).isBetween(0.25, 1.0);
    }

    private static final class Holder {
        static final TrainedClassifier MODEL =
                TrainedClassifier.train(tasks(), Features.WORDS_AND_EMBEDDING, LETTERS);
    }
}
