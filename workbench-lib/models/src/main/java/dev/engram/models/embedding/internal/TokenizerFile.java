package dev.engram.models.embedding.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the {@code tokenizer.json} of the Hugging Face {@code tokenizers} library, as far as our
 * models need it; anything else in the file is refused rather than ignored.
 */
public final class TokenizerFile {

    private final JsonNode root;
    private final String source;

    private TokenizerFile(JsonNode root, String source) {
        this.root = root;
        this.source = source;
    }

    /**
     * @param json the file's content
     * @param source where it comes from, for messages
     * @throws WorkbenchException DAMAGED where the model is neither a supported byte-pair nor a
     *     supported WordPiece model
     */
    public static TextTokenizer read(InputStream json, String source) {
        try {
            TokenizerFile file = new TokenizerFile(new ObjectMapper().readTree(json), source);
            String type = file.root.at("/model/type").asText();
            return switch (type) {
                case "BPE" -> file.bytePair();
                case "WordPiece" -> file.wordPiece();
                default -> throw file.unsupported("model type '" + Excerpt.of(type) + "'");
            };
        } catch (IllegalArgumentException e) {
            throw WorkbenchException.damaged(
                    "cannot read tokenizer "
                            + source
                            + ": "
                            + Excerpt.of(String.valueOf(e.getMessage())),
                    "delete it and fetch it again");
        } catch (IOException e) {
            throw new WorkbenchException(
                    WorkbenchException.Category.DAMAGED,
                    "cannot read tokenizer " + source + ": " + firstLine(e),
                    "delete it and fetch it again",
                    e);
        }
    }

    private TextTokenizer bytePair() {
        expect("/model/byte_fallback", "true");
        expect("/model/ignore_merges", "false");
        expect("/normalizer/normalizers/0/type", "Prepend");
        expect("/normalizer/normalizers/0/prepend", "\u2581");
        expect("/normalizer/normalizers/1/pattern/String", " ");
        expect("/normalizer/normalizers/1/content", "\u2581");
        if (!root.path("pre_tokenizer").isNull() && !root.path("pre_tokenizer").isMissingNode()) {
            throw unsupported("a pre-tokenizer before byte pairs");
        }
        List<BytePairTokenizer.Merge> merges = new ArrayList<>();
        for (JsonNode merge : root.at("/model/merges")) {
            String left;
            String right;
            if (merge.isArray()) {
                left = merge.path(0).asText();
                right = merge.path(1).asText();
            } else {
                int space = merge.asText().indexOf(' ');
                if (space < 1) {
                    throw unsupported("merge '" + Excerpt.of(merge.asText()) + "'");
                }
                left = merge.asText().substring(0, space);
                right = merge.asText().substring(space + 1);
            }
            merges.add(new BytePairTokenizer.Merge(left, right));
        }
        return new BytePairTokenizer(
                vocabulary(), merges, root.at("/model/unk_token").asText(), special());
    }

    private TextTokenizer wordPiece() {
        expect("/normalizer/type", "BertNormalizer");
        expect("/normalizer/clean_text", "true");
        expect("/normalizer/handle_chinese_chars", "true");
        expect("/normalizer/strip_accents", "null");
        expect("/normalizer/lowercase", "true");
        expect("/pre_tokenizer/type", "BertPreTokenizer");
        expect("/model/continuing_subword_prefix", "##");
        return new WordPieceTokenizer(
                vocabulary(),
                root.at("/model/unk_token").asText(),
                root.at("/model/max_input_chars_per_word").asInt(100),
                special());
    }

    private Map<String, Integer> vocabulary() {
        Map<String, Integer> vocabulary = new HashMap<>(1 << 16);
        root.at("/model/vocab")
                .properties()
                .forEach(
                        entry ->
                                vocabulary.put(
                                        entry.getKey(), id(entry.getKey(), entry.getValue())));
        return vocabulary;
    }

    private static int id(String token, JsonNode value) {
        if (!value.isInt() || value.asInt() < 0) {
            throw new IllegalArgumentException(
                    "the id of token '" + token + "' is " + Excerpt.of(value.toString(), 20));
        }
        return value.asInt();
    }

    private SpecialTokens special() {
        List<SpecialTokens.Token> tokens = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            tokens.add(new SpecialTokens.Token(content, id(content, token.path("id"))));
        }
        return new SpecialTokens(tokens);
    }

    private void expect(String pointer, String value) {
        String found = root.at(pointer).asText();
        if (!found.equals(value)) {
            throw unsupported(
                    pointer + " = '" + Excerpt.of(found) + "' instead of '" + value + "'");
        }
    }

    private WorkbenchException unsupported(String what) {
        return WorkbenchException.damaged(
                "tokenizer " + source + " is not of a kind we read: " + what,
                "use a model whose tokenizer is a Llama byte-pair or an uncased BERT one");
    }

    private static String firstLine(IOException e) {
        return Excerpt.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
}
