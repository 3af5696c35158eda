package dev.engram.models.gguf;

import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgufValue.Many;
import dev.engram.models.gguf.GgufValue.Whole;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds the figures of a parsed file against each other. llama.cpp trusts several of them: a wrong
 * block count ends the process, an end token out of range goes unnoticed.
 */
final class GgufCheck {

    /** Encoder and decoder of one network have blocks of their own; the figure is the encoder's. */
    private static final Pattern BLOCK = Pattern.compile("(?:enc\\.)?blk\\.(\\d+)\\..*");

    /** Networks without attention: their files say so with zero heads. */
    private static final Set<String> WITHOUT_HEADS =
            Set.of("mamba", "mamba2", "rwkv6", "rwkv7", "rwkv6qwen2", "arwkv7");

    private static final String VOCABULARY = "tokenizer.ggml.tokens";

    private final GgufFile file;
    private final Map<String, GgufTensor> tensors;

    private GgufCheck(GgufFile file) {
        this.file = file;
        this.tensors = file.tensors().stream().collect(Collectors.toMap(GgufTensor::name, t -> t));
    }

    static void check(GgufFile file) {
        new GgufCheck(file).run();
    }

    private void run() {
        if (file.architecture().isEmpty()) {
            throw bad("general.architecture", "is missing");
        }
        if (!file.metadata().containsKey(key("block_count"))) {
            return; // Not a language model (an adapter, a projector): llama.cpp names the reason.
        }
        whole();
        blocks();
        long embedding = positive("embedding_length");
        embeddingMatchesTensors(embedding);
        heads(embedding);
        rope(embedding);
        positive("context_length");
        vocabulary();
    }

    private RuntimeException bad(String field, String problem) {
        return GgufReader.damaged(file.path(), "'" + field + "' " + problem);
    }

    private String key(String name) {
        return file.architecture() + "." + name;
    }

    private long positive(String name) {
        String key = key(name);
        GgufValue value = file.metadata().get(key);
        if (!(value instanceof Whole w)) {
            throw bad(key, value == null ? "is missing" : "is not an integer");
        }
        if (w.value() <= 0 || w.value() > Integer.MAX_VALUE) {
            throw bad(key, "is " + Long.toUnsignedString(w.value()));
        }
        return w.value();
    }

    /** A large model may come in several files; each alone lacks blocks. */
    private void whole() {
        long parts = file.whole("split.count").orElse(1L);
        if (parts > 1) {
            throw WorkbenchException.usage(
                    "%s is part %d of a model in %d files"
                            .formatted(file.path(), file.whole("split.no").orElse(0L) + 1, parts),
                    "join them with: llama-gguf-split --merge FIRST.gguf WHOLE.gguf");
        }
    }

    private void blocks() {
        long claimed = positive("block_count");
        long present =
                file.tensors().stream()
                        .map(t -> BLOCK.matcher(t.name()))
                        .filter(Matcher::matches)
                        .map(m -> m.group(1))
                        .distinct()
                        .count();
        if (claimed != present) {
            throw bad(
                    key("block_count"),
                    "is " + claimed + ", but the tensors are of " + present + " blocks");
        }
        for (GgufTensor tensor : file.tensors()) {
            Matcher block = BLOCK.matcher(tensor.name());
            if (block.matches() && (block.group(1).length() > 9 || number(block) >= claimed)) {
                throw bad(
                        key("block_count"),
                        "is " + claimed + ", but there is a tensor '" + tensor.name() + "'");
            }
        }
    }

    private static int number(Matcher block) {
        return Integer.parseInt(block.group(1));
    }

    private void embeddingMatchesTensors(long embedding) {
        GgufTensor table = tensors.get("token_embd.weight");
        if (table == null) {
            throw bad("token_embd.weight", "is missing: the file has no token embeddings");
        }
        if (table.dimensions().getFirst() != embedding) {
            throw bad(
                    key("embedding_length"),
                    "is "
                            + embedding
                            + ", but token_embd.weight has rows of "
                            + table.dimensions().getFirst());
        }
    }

    /** Heads may differ from layer to layer (an array); then zero is allowed for single layers. */
    private OptionalLong scalarHeads(String name) {
        GgufValue value = file.metadata().get(key(name));
        if (value == null
                || value instanceof Many
                || value.equals(new Whole(0)) && WITHOUT_HEADS.contains(file.architecture())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(positive(name));
    }

    private void heads(long embedding) {
        OptionalLong heads = scalarHeads("attention.head_count");
        OptionalLong keyHeads = scalarHeads("attention.head_count_kv");
        if (heads.isEmpty()) {
            return;
        }
        if (heads.getAsLong() > embedding) {
            throw bad(key("attention.head_count"), "is " + heads.getAsLong() + ", too many");
        }
        if (keyHeads.isPresent() && heads.getAsLong() % keyHeads.getAsLong() != 0) {
            throw bad(
                    key("attention.head_count_kv"),
                    "is "
                            + keyHeads.getAsLong()
                            + ", which does not divide the "
                            + heads.getAsLong()
                            + " heads");
        }
        boolean ownWidth = file.architectureWhole("attention.key_length").isPresent();
        if (!ownWidth && embedding % heads.getAsLong() != 0) {
            throw bad(
                    key("attention.head_count"),
                    "is "
                            + heads.getAsLong()
                            + ", which does not divide the embedding length "
                            + embedding);
        }
    }

    private void rope(long embedding) {
        Optional<Long> rope = file.architectureWhole("rope.dimension_count");
        OptionalLong heads = scalarHeads("attention.head_count");
        if (rope.isEmpty() || heads.isEmpty()) {
            return;
        }
        long width =
                file.architectureWhole("attention.key_length")
                        .orElse(embedding / heads.getAsLong());
        if (rope.get() < 0 || rope.get() % 2 != 0 || rope.get() > width) {
            throw bad(
                    key("rope.dimension_count"),
                    "is " + rope.get() + "; an even number up to " + width + " is possible");
        }
    }

    private void vocabulary() {
        if (!(file.metadata().get(VOCABULARY) instanceof Many tokens)) {
            throw bad(VOCABULARY, "is missing: the file has no vocabulary");
        }
        long size = tokens.count();
        for (String parallel : new String[] {"scores", "token_type"}) {
            if (file.metadata().get("tokenizer.ggml." + parallel) instanceof Many many
                    && many.count() != size) {
                throw bad(
                        "tokenizer.ggml." + parallel,
                        "has " + many.count() + " entries for " + size + " tokens");
            }
        }
        GgufTensor table = tensors.get("token_embd.weight");
        if (table != null && table.dimensions().size() > 1 && table.dimensions().get(1) < size) {
            throw bad(
                    VOCABULARY,
                    "has "
                            + size
                            + " tokens, but token_embd.weight only "
                            + table.dimensions().get(1)
                            + " rows");
        }
        file.metadata()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith("tokenizer.ggml.")
                                    && key.endsWith("_token_id")
                                    && value instanceof Whole w
                                    && w.value() != 0xffff_ffffL
                                    && (w.value() < 0 || w.value() >= size)) {
                                throw bad(
                                        key,
                                        "is " + w.value() + ", but there are " + size + " tokens");
                            }
                        });
    }
}
