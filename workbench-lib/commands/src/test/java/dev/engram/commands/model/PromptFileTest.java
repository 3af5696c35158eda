package dev.engram.commands.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFileTest {

    @TempDir Path folder;

    private List<PromptLine> read(String text) throws IOException {
        return PromptFile.read(Files.writeString(folder.resolve("p.jsonl"), text));
    }

    private String refused(String text) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> read(text));
        assertThat(refusal.category()).isEqualTo(WorkbenchException.Category.USAGE);
        return refusal.userMessage();
    }

    @Test
    void textsAndConversationsStandBesideEachOther() throws IOException {
        List<PromptLine> lines =
                read(
                        """
                        "plain"

                        {"prompt": "one", "max_tokens": 7, "seed": 3, "stop": ["."]}
                        {"messages": [{"role": "system", "content": "brief"}, \
                        {"role": "user", "content": "hi"}], "temperature": 0.5}
                        """);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(PromptLine.of("plain"));
        assertThat(lines.get(1).prompt()).isEqualTo("one");
        assertThat(lines.get(1).overrides().maxTokens()).isEqualTo(7);
        assertThat(lines.get(1).overrides().stop()).containsExactly(".");
        assertThat(lines.get(1).overrides().temperature()).isNull();
        assertThat(lines.get(2).messages())
                .containsExactly(ChatMessage.system("brief"), ChatMessage.user("hi"));
        assertThat(lines.get(2).overrides().temperature()).isEqualTo(0.5);
    }

    @Test
    void oneStopTextNeedsNoList() throws IOException {
        assertThat(read("{\"prompt\": \"a\", \"stop\": \"END\"}").getFirst().overrides().stop())
                .containsExactly("END");
    }

    @Test
    void whatIsNoPromptIsNamedByItsLine() {
        assertThat(refused("\"good\"\n{\"text\": 1}")).contains("line 2 is no prompt");
        assertThat(refused("{\"prompt\": \"a\", \"messages\": []}")).contains("line 1 is no");
        assertThat(refused("{\"prompt\": \"a\"")).contains("line 1 cannot be read");
        assertThat(refused("{\"prompt\": \"a\", \"max_token\": 1}"))
                .contains("line 1: unknown 'max_token'", "did you mean 'max_tokens'?");
        assertThat(refused("{\"prompt\": \"a\", \"seed\": \"x\"}"))
                .contains("line 1: 'seed' is of the wrong kind")
                .doesNotContain("java");
        assertThat(refused("{\"prompt\": \"a\", \"max_tokens\": 2.7}"))
                .contains("line 1: 'max_tokens' is of the wrong kind");
        assertThat(refused("{\"prompt\": \"a\", \"stop\": [{}]}"))
                .contains("line 1: 'stop' is of the wrong kind");
        assertThat(refused("{\"messages\": [{\"role\": \"boss\", \"content\": \"x\"}]}"))
                .contains("role and content", "assistant");
        assertThat(refused("\n\n")).contains("holds no prompts");
    }
}
