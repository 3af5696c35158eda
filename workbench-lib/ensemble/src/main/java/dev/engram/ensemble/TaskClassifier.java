package dev.engram.ensemble;

/** Tells what kind of task a text is. */
@FunctionalInterface
public interface TaskClassifier {

    /**
     * What a text was taken for.
     *
     * @param taskType {@code coding}, {@code research}, {@code documentation} or {@code testing}
     * @param confidence 0 to 1
     */
    record Classification(String taskType, double confidence) {

        @Override
        public String toString() {
            return String.format(java.util.Locale.ROOT, "%s (%.2f)", taskType, confidence);
        }
    }

    /** Classifies a text. */
    Classification classify(String task);

    /** The specification's patterns. */
    static TaskClassifier patterns() {
        return new dev.engram.ensemble.internal.PatternClassifier();
    }
}
