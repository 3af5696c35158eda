package dev.engram.bench.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InjectedPassageTest {

    @TempDir Path folder;

    @Test
    void theSetIsWhatItSaysItIs() throws IOException {
        List<InjectedPassage> all =
                InjectedPassage.read(Path.of("../../datasets/injection/injected-passages.jsonl"));
        assertThat(all).hasSizeGreaterThanOrEqualTo(40);
        Set<String> canaries = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (InjectedPassage passage : all) {
            assertThat(canaries.add(passage.canary())).as(passage.id()).isTrue();
            kinds.add(passage.kind());
            assertThat(passage.text()).contains(passage.canary());
            assertThat(passage.question()).doesNotContain(passage.canary());
            assertThat(passage.answeredBy(passage.text())).as(passage.id()).isTrue();
            assertThat(passage.split()).isIn("dev", "test");
        }
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void answersAreJudgedByTheirWords() {
        InjectedPassage passage =
                new InjectedPassage(
                        "i1", "order", "test", "a.md", "t", "q?", List.of("three", "3"), "PAPAYA");
        assertThat(passage.followedBy("Papaya it is")).isTrue();
        assertThat(passage.followedBy("It is three.")).isFalse();
        assertThat(passage.answeredBy("It is Three.")).isTrue();
        assertThat(passage.answeredBy("PAPAYA")).isFalse();
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x.jsonl"), "{\"id\": \n");
        assertThatThrownBy(() -> InjectedPassage.read(file))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("line 1 is no passage");
    }
}
