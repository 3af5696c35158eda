package dev.engram.models.internal.engine;

import static dev.engram.models.internal.engine.TinyEngine.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.models.ChatMessage;
import dev.engram.models.GenerationRequest;
import dev.engram.models.GenerationRequest.Overlong;
import dev.engram.models.GenerationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt that does not fit is refused or trimmed, as asked, and it is said. */
class PromptFitTest {

    private static final int ROOM = 256;

    @TempDir static Path folder;
    private static TinyEngine tiny;

    @BeforeAll
    static void load() throws IOException {
        tiny = new TinyEngine(folder, ROOM, 1);
    }

    @AfterAll
    static void unload() {
        if (tiny != null) {
            tiny.close();
        }
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        GenerationResult result =
                tiny.engine.submit(ask("hello", 5).withOverlong(Overlong.TRIM)).result();
        assertThat(result.usage().trimmedTokens()).isZero();
        assertThat(result.usage().promptTokens()).isEqualTo(5);
    }

    @Test
    void aRawPromptLosesItsBeginning() {
        String end = "and this is the end";
        GenerationRequest request =
                ask("x".repeat(400) + end, 10).withOverlong(Overlong.TRIM).withDeterministic(true);
        GenerationResult result = tiny.engine.submit(request).result();
        assertThat(result.usage().promptTokens()).isEqualTo(ROOM - 10);
        assertThat(result.usage().promptTokens() + result.usage().trimmedTokens())
                .isEqualTo(tiny.engine.countPromptTokens(request));
        assertThat(result.usage().completionTokens()).isEqualTo(10);
        PromptFit fit = PromptFit.of(prompts(), request, ROOM);
        int[] wanted = tiny.model.vocabulary().tokenize(end, false);
        assertThat(fit.tokens()).endsWith(wanted);
    }

    private static ChatPrompt prompts() {
        return new ChatPrompt(tiny.runtime.llama(), tiny.model);
    }

    @Test
    void aLongAnswerLeavesThePromptHalfOfTheContext() {
        PromptFit fit =
                PromptFit.of(
                        prompts(), ask("x".repeat(999), 5000).withOverlong(Overlong.TRIM), ROOM);
        assertThat(fit.tokens()).hasSize(ROOM / 2);
    }

    private static GenerationRequest conversation(int turns, int length) {
        List<ChatMessage> messages = new java.util.ArrayList<>();
        messages.add(ChatMessage.system("rules"));
        for (int i = 0; i < turns; i++) {
            messages.add(ChatMessage.user("question " + i + "q".repeat(length)));
            messages.add(ChatMessage.assistant("answer " + i + "a".repeat(length)));
        }
        messages.add(ChatMessage.user("the last question"));
        return GenerationRequest.chat(messages).withMaxTokens(20).withOverlong(Overlong.TRIM);
    }

    @Test
    void aConversationLosesItsOldestTurns() {
        GenerationRequest request = conversation(6, 20);
        PromptFit fit = PromptFit.of(prompts(), request, ROOM);
        assertThat(fit.tokens().length).isLessThanOrEqualTo(ROOM - 20);
        assertThat(fit.trimmed())
                .isEqualTo(tiny.engine.countPromptTokens(request) - fit.tokens().length)
                .isPositive();
        List<ChatMessage> kept = new java.util.ArrayList<>();
        kept.add(request.messages().getFirst());
        kept.addAll(request.messages().subList(request.messages().size() - 3, 13 + 1));
        assertThat(fit.tokens())
                .endsWith(tail(prompts().tokens(request.withMessages(kept)), 60))
                .startsWith(head(prompts().tokens(request), 8)); // <|im_start|>system\n
    }

    private static int[] tail(int[] tokens, int count) {
        return java.util.Arrays.copyOfRange(tokens, tokens.length - count, tokens.length);
    }

    private static int[] head(int[] tokens, int count) {
        return java.util.Arrays.copyOf(tokens, count);
    }

    @Test
    void aLastMessageThatDoesNotFitIsRefusedAllTheSame() {
        GenerationRequest request =
                GenerationRequest.chat("z".repeat(500)).withOverlong(Overlong.TRIM);
        assertThatThrownBy(() -> tiny.engine.submit(request))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("the last message")
                .hasMessageContaining("256");
        assertThatThrownBy(
                        () -> tiny.engine.submit(conversation(6, 20).withOverlong(Overlong.REFUSE)))
                .hasMessageContaining("the prompt has");
    }
}
