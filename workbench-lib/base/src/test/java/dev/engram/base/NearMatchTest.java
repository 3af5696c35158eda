package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearMatchTest {

    @Test
    void findsTypos() {
        List<String> names = List.of("command", "known-item", "quantization");
        assertThat(NearMatch.of("comand", names)).contains("command");
        assertThat(NearMatch.of("quantisation", names)).contains("quantization");
        assertThat(NearMatch.of("retrieval", names)).isEmpty();
        assertThat(NearMatch.remedy("knwon-item", names)).startsWith("did you mean 'known-item'?");
        assertThat(NearMatch.remedy("x", names)).startsWith("known: command, known-item");
    }

    @Test
    void aTransposedPairIsOneEdit() {
        assertThat(NearMatch.distance("abuot", "about")).isEqualTo(1);
        assertThat(NearMatch.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Property(tries = 200)
    void distanceIsSymmetricAndZeroOnlyForEqualWords(
            @ForAll @StringLength(max = 8) String a, @ForAll @StringLength(max = 8) String b) {
        assertThat(NearMatch.distance(a, b)).isEqualTo(NearMatch.distance(b, a));
        assertThat(NearMatch.distance(a, b) == 0).isEqualTo(a.equals(b));
    }

    /** One slip of the finger in a word of five letters or more is always mended. */
    @Property(tries = 300)
    void oneSlipIsFoundAgain(
            @ForAll @AlphaChars @StringLength(min = 5, max = 12) String word,
            @ForAll @IntRange(max = 3) int kind,
            @ForAll @IntRange(max = 11) int where) {
        int at = where % (word.length() - 1);
        String before = word.substring(0, at);
        String typed =
                switch (kind) {
                    case 0 -> before + word.substring(at + 1);
                    case 1 -> before + "#" + word.substring(at);
                    case 2 -> before + "#" + word.substring(at + 1);
                    default ->
                            before + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
                };
        assertThat(NearMatch.distance(typed, word)).isLessThanOrEqualTo(1);
        assertThat(NearMatch.of(typed, List.of("0123456789", word, "%%%%%"))).contains(word);
    }
}
