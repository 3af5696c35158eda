package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {

    private static final Map<String, Integer> VOCABULARY =
            Map.of(
                    "[UNK]", 0, "[SEP]", 1, "un", 2, "##aff", 3, "##able", 4, "a", 5, ",", 6, "中",
                    7, "##a", 8, "cafe", 9);

    private static final WordPieceTokenizer TOKENIZER =
            new WordPieceTokenizer(
                    VOCABULARY,
                    "[UNK]",
                    10,
                    new SpecialTokens(List.of(new SpecialTokens.Token("[SEP]", 1))));

    @Test
    void takesTheLongestPieceFromTheLeft() {
        assertThat(TOKENIZER.encode("unaffable")).containsExactly(2, 3, 4);
        assertThat(TOKENIZER.encode("aa")).containsExactly(5, 8);
    }

    @Test
    void aWordWithOneUnknownPieceIsUnknownAsAWhole() {
        assertThat(TOKENIZER.encode("unxable a")).containsExactly(0, 5);
        assertThat(TOKENIZER.encode("aaaaaaaaaaa")).containsExactly(0);
    }

    @Test
    void splitsAtPunctuationAndChineseAndDropsAccentsAndCase() {
        assertThat(TOKENIZER.encode("A,a")).containsExactly(5, 6, 5);
        assertThat(TOKENIZER.encode("a中a")).containsExactly(5, 7, 5);
        assertThat(TOKENIZER.encode("CAFÉ cafe\u0301")).containsExactly(9, 9);
        assertThat(TOKENIZER.encode("a\u0000\u200B\u00A0a\ta")).containsExactly(5, 5, 5);
    }

    @Test
    void markersStandForThemselves() {
        assertThat(TOKENIZER.encode("a[SEP]a [sep]")).startsWith(5, 1, 5, 0);
    }

    @Test
    void aLimitGivesTheBeginning() {
        String text = "unaffable, a [SEP] a, a unaffable";
        int[] all = TOKENIZER.encode(text);
        for (int limit = 0; limit <= all.length + 1; limit++) {
            assertThat(TOKENIZER.encode(text, limit))
                    .isEqualTo(Arrays.copyOf(all, Math.min(limit, all.length)));
        }
    }

    @Test
    void needsAnUnknownToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new WordPieceTokenizer(
                                        Map.of("a", 1), "[UNK]", 10, new SpecialTokens(List.of())));
    }
}
