package dev.engram.models.testing;

import dev.engram.models.gguf.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A real but tiny model with random weights, 0.4 MB: llama.cpp loads it and writes thousands of
 * tokens of nonsense a second. For tests of everything but the sense.
 */
public final class TinyModel {

    private static final int WIDTH = 64;
    private static final int HEADS = 4;
    private static final int KEY_HEADS = 2;

    /** The customary chat template with its marks. */
    public static final String CHAT_TEMPLATE =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' +"
                    + " message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private TinyModel() {}

    /** Writes a model with a chat template. */
    public static Path write(Path file) throws IOException {
        return Files.write(file, build(1, 2, true).bytes());
    }

    /**
     * Builds a model.
     *
     * @param seed of the weights
     * @param blocks layers, which set its size
     * @param chat whether it has a chat template
     */
    public static GgufWriter.Written build(long seed, int blocks, boolean chat) {
        return build(seed, blocks, chat, WIDTH);
    }

    /**
     * Builds a model of another width: formats with blocks of 256 go into rows of 256.
     *
     * @param width a multiple of 64
     */
    public static GgufWriter.Written build(long seed, int blocks, boolean chat, int width) {
        int inner = 2 * width;
        List<String> tokens = vocabulary();
        List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
        for (int i = 0; i < 3; i++) {
            types.set(i, 3);
        }
        GgufWriter out =
                new GgufWriter()
                        .put("general.architecture", "llama")
                        .put("general.name", "Tiny " + blocks)
                        .put("general.license", "apache-2.0")
                        .put("general.file_type", 0)
                        .put("llama.block_count", blocks)
                        .put("llama.context_length", 8192)
                        .put("llama.embedding_length", width)
                        .put("llama.feed_forward_length", inner)
                        .put("llama.attention.head_count", HEADS)
                        .put("llama.attention.head_count_kv", KEY_HEADS)
                        .put("llama.rope.dimension_count", width / HEADS)
                        .put("llama.rope.freq_base", 10000f)
                        .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                        .put("tokenizer.ggml.model", "gpt2")
                        .put("tokenizer.ggml.pre", "smollm")
                        .putTexts("tokenizer.ggml.tokens", tokens)
                        .putIntegers("tokenizer.ggml.token_type", types)
                        .putTexts("tokenizer.ggml.merges", List.of("t h", "th e", "Ġ the", "a n"))
                        .put("tokenizer.ggml.bos_token_id", 1)
                        .put("tokenizer.ggml.eos_token_id", 2)
                        .put("tokenizer.ggml.add_bos_token", false);
        if (chat) {
            out.put("tokenizer.chat_template", CHAT_TEMPLATE);
        }
        Random random = new Random(seed);
        out.tensor("token_embd.weight", noise(random, width * tokens.size()), width, tokens.size());
        out.tensor("output_norm.weight", ones(width), width);
        int keys = width / HEADS * KEY_HEADS;
        for (int b = 0; b < blocks; b++) {
            String block = "blk." + b + ".";
            out.tensor(block + "attn_norm.weight", ones(width), width)
                    .tensor(block + "attn_q.weight", noise(random, width * width), width, width)
                    .tensor(block + "attn_k.weight", noise(random, width * keys), width, keys)
                    .tensor(block + "attn_v.weight", noise(random, width * keys), width, keys)
                    .tensor(
                            block + "attn_output.weight",
                            noise(random, width * width),
                            width,
                            width)
                    .tensor(block + "ffn_norm.weight", ones(width), width)
                    .tensor(block + "ffn_gate.weight", noise(random, width * inner), width, inner)
                    .tensor(block + "ffn_up.weight", noise(random, width * inner), width, inner)
                    .tensor(block + "ffn_down.weight", noise(random, width * inner), inner, width);
        }
        return out.finish();
    }

    /** Three marks, all bytes in the customary printable spelling, a few longer tokens. */
    private static List<String> vocabulary() {
        List<String> tokens =
                new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        int extra = 0;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            tokens.add(Character.toString(printable ? b : 256 + extra++));
        }
        tokens.addAll(List.of("th", "the", "Ġthe", "an"));
        return tokens;
    }

    private static float[] noise(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * 0.15);
        }
        return values;
    }

    private static float[] ones(int width) {
        float[] values = new float[width];
        java.util.Arrays.fill(values, 1);
        return values;
    }
}
