package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdentifierWordsTest {

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        IdentifierWords.forEach(text, words::add);
        return words;
    }

    @Test
    void takesIdentifiersApart() {
        assertThat(words("parseHTTPHeader_v2(myURL)"))
                .containsExactly("parse", "http", "header", "v", "2", "my", "url");
        assertThat(words("XMLHttpRequest A ABc aB MAX_VALUE"))
                .containsExactly(
                        "xml", "http", "request", "a", "a", "bc", "a", "b", "max", "value");
        assertThat(words(" , ;\n")).isEmpty();
        assertThat(words("")).isEmpty();
    }

    @Test
    void keepsLettersOfOtherScriptsTogether() {
        assertThat(words("größteÄnderung naïve日本語 привет"))
                .containsExactly("größte", "änderung", "naïve日本語", "привет");
        assertThat(words("cafe\u0301s")).containsExactly("cafe\u0301s");
    }

    @Test
    void cutsEndlessRunsWithoutBreakingACharacter() {
        List<String> words = words("𝒳".repeat(200) + "a".repeat(1000));
        assertThat(words).allMatch(word -> word.length() <= 65);
        assertThat(String.join("", words)).isEqualTo("𝒳".repeat(200) + "a".repeat(1000));
    }

    /** A line of dashes at the end of a file, of any length. */
    @Test
    void whatEndsInSignsIsReadWhateverTheirNumber() {
        for (int signs = 0; signs <= 200; signs++) {
            assertThat(words("end" + "-".repeat(signs)))
                    .as(signs + " signs")
                    .containsExactly("end");
            assertThat(words(" ".repeat(signs))).as(signs + " blanks").isEmpty();
            assertThat(String.join("", words("x".repeat(signs)))).isEqualTo("x".repeat(signs));
        }
    }

    @Property
    void losesNoLetterAndNoDigit(@ForAll String text) {
        StringBuilder expected = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < 0x80 && Character.isLetterOrDigit(c)) {
                expected.append(c);
            }
        }
        String kept = String.join("", words(text)).replaceAll("[^a-z0-9]", "");
        assertThat(kept).contains("").hasSizeGreaterThanOrEqualTo(expected.length());
        assertThat(kept.replaceAll("[^a-z0-9]", ""))
                .containsSubsequence(expected.toString().toLowerCase(Locale.ROOT).split("", -1));
    }
}
