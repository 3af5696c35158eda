package dev.engram.ensemble.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResumedStreamTest {

    private static void write(Consumer<String> attempt, List<String> pieces) {
        pieces.forEach(attempt);
    }

    /** A model that writes the same again, cut into other pieces, is shown once. */
    @Property
    void aRepeatedAnswerIsShownOnceHoweverItIsCut(
            @ForAll("pieces") List<String> pieces,
            @ForAll @IntRange(min = 0, max = 20) int broken,
            @ForAll @IntRange(min = 1, max = 7) int size) {
        StringBuilder shown = new StringBuilder();
        ResumedStream stream = new ResumedStream(shown::append);
        write(stream.attempt(), pieces.subList(0, Math.min(broken, pieces.size())));
        String whole = String.join("", pieces);
        Consumer<String> second = stream.attempt();
        for (int i = 0; i < whole.length(); i += size) {
            second.accept(whole.substring(i, Math.min(whole.length(), i + size)));
        }
        assertThat(shown).hasToString(whole);
    }

    /** Whatever was shown before, the text ends with the whole of the answer that counts. */
    @Property
    void anotherAnswerStandsWholeAtTheEnd(
            @ForAll("pieces") List<String> first, @ForAll("pieces") List<String> last) {
        StringBuilder shown = new StringBuilder();
        ResumedStream stream = new ResumedStream(shown::append);
        write(stream.attempt(), first);
        write(stream.attempt(), last);
        String before = String.join("", first);
        String answer = String.join("", last);
        if (before.startsWith(answer)) {
            assertThat(shown).hasToString(before);
        } else if (answer.startsWith(before)) {
            assertThat(shown).hasToString(answer);
        } else {
            assertThat(shown.toString()).startsWith(before + "\n").endsWith(answer);
        }
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of("a", "b", "ab", "ba", "", "c d", "\n").list().ofMaxSize(8);
    }

    @Test
    void aThirdAttemptGoesOnFromTheSecond() {
        StringBuilder shown = new StringBuilder();
        ResumedStream stream = new ResumedStream(shown::append);
        write(stream.attempt(), List.of("one ", "two"));
        write(stream.attempt(), List.of("other ", "words"));
        write(stream.attempt(), List.of("other ", "words ", "end"));
        assertThat(shown).hasToString("one two\nother words end");
    }
}
