package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BytePairTokenizerTest {

    static final String TINY =
            """
            {"added_tokens": [{"id": 1, "content": "<s>"}],
             "normalizer": {"type": "Sequence", "normalizers": [
               {"type": "Prepend", "prepend": "▁"},
               {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
             "pre_tokenizer": null,
             "model": {"type": "BPE", "byte_fallback": true, "ignore_merges": false,
               "unk_token": "<unk>",
               "vocab": {"<unk>": 0, "<s>": 1, "▁": 2, "a": 3, "b": 4, "ab": 5, "▁ab": 6,
                         "<0xC3>": 7, "<0xA9>": 8, "▁▁": 9, "c": 10},
               "merges": [["▁", "▁"], "a b", "▁ ab"]}}
            """;

    static TextTokenizer tiny() {
        return read(TINY);
    }

    private static TextTokenizer read(String json) {
        return TokenizerFile.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "tiny");
    }

    @Test
    void mergesAfterABlankBeforeTheText() {
        assertThat(tiny().encode("ab")).containsExactly(6);
        assertThat(tiny().encode("ab abc")).containsExactly(6, 6, 10);
        assertThat(tiny().encode("  ab")).containsExactly(9, 6);
        assertThat(tiny().encode("")).isEmpty();
    }

    @Test
    void fallsBackToBytesThenToOneUnknown() {
        assertThat(tiny().encode("é")).containsExactly(2, 7, 8);
        assertThat(tiny().encode("xyz")).containsExactly(2, 0);
        assertThat(tiny().encode("xax")).containsExactly(2, 0, 3, 0);
    }

    @Test
    void markersStandForThemselvesAndBeginTheTextAnew() {
        assertThat(tiny().encode("ab<s>ab<s>")).containsExactly(6, 1, 6, 1);
        assertThat(tiny().encode("<s")).doesNotContain(1);
    }

    @Test
    void refusesAVocabularyWhoseWordsCannotBeEncodedAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new BytePairTokenizer(
                                        Map.of("a", 0, "▁", 1, "a▁", 2),
                                        List.of(new BytePairTokenizer.Merge("a", "▁")),
                                        "a",
                                        new SpecialTokens(List.of())));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new BytePairTokenizer(
                                        Map.of("a", 0),
                                        List.of(new BytePairTokenizer.Merge("a", "b")),
                                        "a",
                                        new SpecialTokens(List.of())));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (String json :
                List.of(
                        "{}",
                        "not json",
                        TINY.replace("\"BPE\"", "\"Unigram\""),
                        TINY.replace("\"byte_fallback\": true", "\"byte_fallback\": false"),
                        TINY.replace("\"pre_tokenizer\": null", "\"pre_tokenizer\": {}"))) {
            assertThatThrownBy(() -> read(json)).isInstanceOf(WorkbenchException.class);
        }
    }
}
