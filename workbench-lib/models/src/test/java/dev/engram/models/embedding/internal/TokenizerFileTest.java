package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenizerFileTest {

    private static final String BYTE_PAIRS =
            """
            {"added_tokens": [{"id": 1, "content": "<s>"}],
             "normalizer": {"normalizers": [
               {"type": "Prepend", "prepend": "\u2581"},
               {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]},
             "pre_tokenizer": null,
             "model": {"type": "BPE", "byte_fallback": true, "ignore_merges": false,
               "unk_token": "<unk>",
               "vocab": {"<unk>": 0, "<s>": 1, "\u2581": 2, "a": 3, "b": 4, "ab": 5, "\u2581ab": 6},
               "merges": ["a b", ["\u2581", "ab"]]}}
            """;

    private static final String WORD_PIECES =
            """
            {"added_tokens": [{"id": 1, "content": "[SEP]"}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true,
               "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "unk_token": "[UNK]",
               "continuing_subword_prefix": "##", "max_input_chars_per_word": 5,
               "vocab": {"[UNK]": 0, "[SEP]": 1, "a": 2, "##b": 3}}}
            """;

    private static TextTokenizer read(String json) {
        return TokenizerFile.read(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "the file");
    }

    private static WorkbenchException refused(String json) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> read(json));
        assertThat(refusal).as(json).isNotNull();
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(refusal).hasMessageContaining("the file");
        assertThat(refusal.userMessage().lines()).hasSize(2);
        assertThat(refusal.userMessage()).hasSizeLessThan(500);
        return refusal;
    }

    @Test
    void readsBothKinds() {
        assertThat(read(BYTE_PAIRS).encode("ab<s>ab ab")).containsExactly(6, 1, 6, 6);
        assertThat(read(WORD_PIECES).encode("AB[SEP]c abbbbb")).containsExactly(2, 3, 1, 0, 0);
    }

    @Test
    void refusesByNameWhatItWouldReadWrongly() {
        assertThat(refused(BYTE_PAIRS.replace("\"BPE\"", "\"Unigram\"")))
                .hasMessageContaining("'Unigram'");
        assertThat(
                        refused(
                                BYTE_PAIRS.replace(
                                        "\"byte_fallback\": true", "\"byte_fallback\": false")))
                .hasMessageContaining("/model/byte_fallback = 'false'");
        assertThat(refused(BYTE_PAIRS.replace("\"pre_tokenizer\": null", "\"pre_tokenizer\": {}")))
                .hasMessageContaining("pre-tokenizer");
        assertThat(refused(WORD_PIECES.replace("\"lowercase\": true", "\"lowercase\": false")))
                .hasMessageContaining("/normalizer/lowercase");
        assertThat(refused(BYTE_PAIRS.replace("\"a b\"", "\"ab\"")))
                .hasMessageContaining("merge 'ab'");
    }

    @Test
    void aVocabularyThatDoesNotFitIsDamageNotAFault() {
        assertThat(refused(BYTE_PAIRS.replace("\"ab\": 5, ", "")))
                .hasMessageContaining("merge outside the vocabulary");
        assertThat(refused(WORD_PIECES.replace("\"[UNK]\": 0, ", "")))
                .hasMessageContaining("no token [UNK]");
        for (String id : new String[] {"-1", "\"5\"", "5.5", "null", "99999999999"}) {
            assertThat(refused(BYTE_PAIRS.replace("\"ab\": 5", "\"ab\": " + id)))
                    .hasMessageContaining("the id of token 'ab' is " + id);
            assertThat(refused(WORD_PIECES.replace("\"id\": 1", "\"id\": " + id)))
                    .hasMessageContaining("the id of token '[SEP]' is " + id);
        }
    }

    @Test
    void whatIsNoJsonOrNoObjectIsRefused() {
        for (String json : new String[] {"", "null", "[]", "7", "{", "{\"model\": 3}", "\u0000"}) {
            refused(json);
        }
        refused("[".repeat(5000));
        refused("{\"model\": {\"type\": \"" + "x\\n".repeat(9999) + "\"}}");
    }

    /** Any damage ends in a tokenizer that works, or in a refusal of two lines. */
    @Property(tries = 600)
    void damagedFilesAreRefusedOrUsable(@ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        byte[] bytes =
                (random.nextBoolean() ? BYTE_PAIRS : WORD_PIECES).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= random.nextInt(3); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) (32 + random.nextInt(95));
        }
        try {
            TextTokenizer tokenizer =
                    TokenizerFile.read(new ByteArrayInputStream(bytes), "the file");
            for (int id : tokenizer.encode("ab <s>[SEP] ä\u2581🙂ab")) {
                assertThat(id).isNotNegative();
            }
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(Category.DAMAGED);
            assertThat(e.userMessage().lines()).hasSize(2);
        }
    }
}
