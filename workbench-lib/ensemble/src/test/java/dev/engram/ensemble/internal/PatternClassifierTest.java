package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.ensemble.TaskClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternClassifierTest {

    @ParameterizedTest
    @CsvSource({
        "Implement a class that parses dates, coding, 1.0",
        "Refactor this METHOD, coding, 1.0",
        "Compare caching strategies, research, 1.0",
        "Summarize the review, research, 1.0",
        "Write the readme, documentation, 1.0",
        "Add an integration test, testing, 1.0",
        "Good morning, research, 0.0",
        "Write a test for this method, coding, 0.5",
    })
    void classifiesByTheSpecificationsPatterns(String task, String type, double confidence) {
        assertThat(TaskClassifier.patterns().classify(task))
                .isEqualTo(new TaskClassifier.Classification(type, confidence));
    }

    @Test
    void confidenceIsAShare() {
        var c = TaskClassifier.patterns().classify("test the code, document the test, test again");
        assertThat(c.taskType()).isEqualTo("testing");
        assertThat(c.confidence()).isEqualTo(3.0 / 5);
        assertThat(c).hasToString("testing (0.60)");
    }
}
