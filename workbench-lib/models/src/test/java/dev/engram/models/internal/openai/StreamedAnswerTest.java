package dev.engram.models.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {

    private final List<String> pieces = new ArrayList<>();
    private long now = 1_000_000_000;

    private StreamedAnswer answer() {
        return new StreamedAnswer("the server", pieces::add, () -> now += 10_000_000);
    }

    @Test
    void errorsThatAreNullAreNone() {
        StreamedAnswer answer = answer();
        answer.take("{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");
        answer.take("{\"error\":null,\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        assertThat(answer.result().text()).isEqualTo("a");
        assertThatThrownBy(() -> answer().take("{\"error\":\"out of memory\"}"))
                .hasMessage("the server failed: out of memory");
    }

    @Test
    void whyItEndedAndWhatItTookIsTakenFromTheServer() {
        StreamedAnswer answer = answer();
        answer.take(FaultyServer.piece("one"));
        answer.take(FaultyServer.piece(""));
        answer.take(FaultyServer.piece(" two"));
        answer.take(FaultyServer.end("length"));
        answer.take(FaultyServer.USAGE);
        assertThat(answer.over()).isFalse();
        answer.take("[DONE]");
        assertThat(answer.over()).isTrue();
        GenerationResult result = answer.result();
        assertThat(pieces).containsExactly("one", " two");
        assertThat(result.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(result.usage()).isEqualTo(new GenerationResult.Usage(7, 2, 3, 0));
        assertThat(result.timings().firstTokenMillis()).isEqualTo(10);
        assertThat(result.timings().decodeTokensPerSecond()).isEqualTo(100);
    }

    @Test
    void anEndThatNeverCameIsNoShortAnswer() {
        StreamedAnswer answer = answer();
        answer.take(FaultyServer.piece("half"));
        assertThatThrownBy(answer::result).hasMessage("the server broke off after 4 characters");
        assertThat(answer.cancelled().text()).isEqualTo("half");
    }

    /** Whatever a server sends: chunks are taken, or refused with two lines. */
    @Property(tries = 600)
    void damagedChunksAreRefusedOrHarmless(@ForAll long seed) {
        Random random = new Random(seed);
        String[] sound = {
            FaultyServer.piece("hällo"),
            FaultyServer.end("stop"),
            FaultyServer.USAGE,
            "{\"engram_tokens\":[{\"token\":1,\"text\":\"a\",\"logProbability\":-1,"
                    + "\"likeliest\":[{\"token\":1,\"text\":\"a\",\"logProbability\":-1}]}]}",
            "{\"timings\":{\"wait_ms\":1,\"predicted_per_second\":2}}"
        };
        StreamedAnswer answer = answer();
        for (int chunk = 0; chunk < 5; chunk++) {
            char[] text = sound[random.nextInt(sound.length)].toCharArray();
            for (int i = 0; i < random.nextInt(3); i++) {
                text[random.nextInt(text.length)] = (char) (32 + random.nextInt(95));
            }
            try {
                answer.take(new String(text));
            } catch (WorkbenchException e) {
                assertThat(e.category()).isNotEqualTo(Category.INTERNAL);
                assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
            }
        }
        assertThat(answer.cancelled().text()).isEqualTo(String.join("", pieces));
        pieces.clear();
    }
}
