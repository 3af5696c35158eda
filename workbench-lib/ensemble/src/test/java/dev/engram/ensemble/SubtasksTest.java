package dev.engram.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.internal.Prompt;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubtasksTest {

    @Test
    void everySubtaskHasAPromptOfItsOwnWithTheTaskInIt() {
        HashSet<String> ids = new HashSet<>();
        for (Prompt prompt : Prompt.all()) {
            assertThat(ids.add(prompt.id())).as(prompt.id()).isTrue();
            assertThat(prompt.withContext()).contains("{{context}}", "{{task}}");
            assertThat(prompt.withoutContext()).contains("{{task}}").doesNotContain("{{context}}");
            assertThat(prompt.alone()).contains("{{task}}").doesNotContain("{{context}}");
            assertThat(prompt.system()).contains(Prompt.DATA_RULE);
            assertThat(prompt.subtask().description()).endsWith(".");
        }
    }

    @Test
    void theNamedCapabilitiesOfBothAssistantsAreThere() {
        assertThat(Subtasks.of(AskKind.CODE))
                .extracting(Subtask::name)
                .containsExactly(
                        "code",
                        "scaffold",
                        "tests",
                        "docs",
                        "api-client",
                        "bugs",
                        "bottlenecks",
                        "vulnerabilities",
                        "smells",
                        "rename",
                        "extract",
                        "simplify",
                        "dead-code",
                        "comments",
                        "readme",
                        "api-docs",
                        "architecture");
        assertThat(Subtasks.of(AskKind.RESEARCH))
                .extracting(Subtask::name)
                .containsExactly(
                        "research",
                        "summary",
                        "findings",
                        "comparison",
                        "bibliography",
                        "synthesis",
                        "consensus",
                        "gaps",
                        "directions",
                        "trends",
                        "proposal",
                        "report",
                        "review");
    }

    @ParameterizedTest
    @CsvSource({
        "CODE, Write unit tests for the parser, tests",
        "CODE, Why is this loop slow?, bottlenecks",
        "CODE, Write a README for this library, readme",
        "CODE, Remove the dead code in A.java, dead-code",
        "CODE, Sort a list of names, code",
        "CODE, Contest entries must be latest, code",
        "RESEARCH, Write a literature review on VSA, review",
        "RESEARCH, Compare restic and borg, comparison",
        "RESEARCH, Where do the papers disagree?, consensus",
        "RESEARCH, How does hashing work?, research",
        "ASK, What is it? One word please, fact",
        "ASK, What does isBlank return?, ask"
    })
    void theWordsOfATaskChoose(AskKind kind, String task, String name) {
        assertThat(Subtasks.choose(kind, task).name()).isEqualTo(name);
        assertThat(Subtasks.find(kind, Subtask.AUTO, task).name()).isEqualTo(name);
    }

    @Test
    void everyCueChoosesItsSubtask() {
        for (Subtask subtask : Subtasks.all()) {
            for (String cue : subtask.cues()) {
                assertThat(Subtasks.choose(subtask.kind(), cue).name())
                        .as(cue)
                        .isEqualTo(subtask.name());
            }
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearOne() {
        assertThatThrownBy(() -> Subtasks.find(AskKind.CODE, "test", "x"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.userMessage())
                                        .contains("code has no subtask 'test'")
                                        .contains("did you mean 'tests'"));
    }
}
