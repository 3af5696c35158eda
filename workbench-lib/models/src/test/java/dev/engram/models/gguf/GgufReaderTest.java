package dev.engram.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.gguf.GgufValue.Flag;
import dev.engram.models.gguf.GgufValue.Many;
import dev.engram.models.gguf.GgufValue.Real;
import dev.engram.models.gguf.GgufValue.Text;
import dev.engram.models.gguf.GgufValue.Whole;
import dev.engram.models.testing.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufReaderTest {

    @TempDir Path folder;

    /** A file written byte by byte: also what no writer of ours writes. */
    private static final class Raw {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Raw bytes(int width, long value) {
            ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(buffer.putLong(value).array(), 0, width);
            return this;
        }

        Raw text(String text) {
            return text(text.getBytes(StandardCharsets.UTF_8));
        }

        Raw text(byte[] text) {
            bytes(8, text.length);
            out.writeBytes(text);
            return this;
        }

        static Raw head(int version, long tensors, long keys) {
            return new Raw()
                    .bytes(4, 0x46554747)
                    .bytes(4, version)
                    .bytes(8, tensors)
                    .bytes(8, keys);
        }

        Raw key(String name, int type) {
            return text(name).bytes(4, type);
        }
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.gguf"), bytes);
    }

    private GgufFile read(Raw raw) throws IOException {
        return GgufFile.readStructure(write(raw.out.toByteArray()));
    }

    private WorkbenchException refused(Raw raw) throws IOException {
        return refused(write(raw.out.toByteArray()));
    }

    private static WorkbenchException refused(Path file) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> GgufFile.read(file));
        assertThat(refusal).isNotNull();
        assertThat(refusal.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        return refusal;
    }

    @Test
    void readsEveryTypeOfValue() throws IOException {
        Raw raw = Raw.head(2, 0, 13);
        raw.key("u8", 0).bytes(1, 0xfe);
        raw.key("i8", 1).bytes(1, 0xfe);
        raw.key("u16", 2).bytes(2, 0xfffe);
        raw.key("i16", 3).bytes(2, 0xfffe);
        raw.key("u32", 4).bytes(4, 0xffff_fffeL);
        raw.key("i32", 5).bytes(4, 0xffff_fffeL);
        raw.key("f32", 6).bytes(4, Float.floatToIntBits(1.5f));
        raw.key("flag", 7).bytes(1, 1);
        raw.key("text", 8).text("ä€🙂");
        raw.key("many", 9).bytes(4, 2).bytes(8, 2).bytes(2, 1).bytes(2, 2);
        raw.key("u64", 10).bytes(8, -1);
        raw.key("i64", 11).bytes(8, -2);
        raw.key("f64", 12).bytes(8, Double.doubleToLongBits(-0.25));
        GgufFile file = read(raw);
        assertThat(file.version()).isEqualTo(2);
        assertThat(file.metadata())
                .containsExactly(
                        Map.entry("u8", new Whole(254)),
                        Map.entry("i8", new Whole(-2)),
                        Map.entry("u16", new Whole(65534)),
                        Map.entry("i16", new Whole(-2)),
                        Map.entry("u32", new Whole(4294967294L)),
                        Map.entry("i32", new Whole(-2)),
                        Map.entry("f32", new Real(1.5)),
                        Map.entry("flag", new Flag(true)),
                        Map.entry("text", new Text("ä€🙂")),
                        Map.entry("many", new Many(2, List.of(new Whole(1), new Whole(2)))),
                        Map.entry("u64", new Whole(-1)),
                        Map.entry("i64", new Whole(-2)),
                        Map.entry("f64", new Real(-0.25)));
    }

    @Test
    void longArraysAreCountedButNotKept() throws IOException {
        Raw raw = Raw.head(3, 0, 4);
        raw.key("numbers", 9).bytes(4, 4).bytes(8, 5000);
        for (int i = 0; i < 5000; i++) {
            raw.bytes(4, i);
        }
        raw.key("texts", 9).bytes(4, 8).bytes(8, 3000);
        for (int i = 0; i < 3000; i++) {
            raw.text("t" + i);
        }
        raw.key("lists", 9).bytes(4, 9).bytes(8, 1500);
        for (int i = 0; i < 1500; i++) {
            raw.bytes(4, 0).bytes(8, 1).bytes(1, i);
        }
        raw.key("after", 4).bytes(4, 7);
        GgufFile file = read(raw);
        assertThat(file.whole("after")).contains(7L);
        for (String key : List.of("numbers", "texts", "lists")) {
            assertThat(file.metadata().get(key))
                    .isInstanceOfSatisfying(
                            Many.class, many -> assertThat(many.first()).hasSize(Many.KEPT));
        }
        assertThat(file.metadata().get("texts").display()).isEqualTo("[3000 values: t0, …]");
    }

    @Test
    void refusesValuesThatCannotBe() throws IOException {
        Raw flag = Raw.head(3, 0, 1).key("f", 7).bytes(1, 2);
        assertThat(refused(flag)).hasMessageContaining("'f' at byte 37 is 2, not a truth value");
        Raw type = Raw.head(3, 0, 1).key("f", 13).bytes(8, 0);
        assertThat(refused(type)).hasMessageContaining("type of 'f' at byte 33 is 13");
        Raw noText = Raw.head(3, 0, 1).key("f", 8).text(new byte[] {'a', (byte) 0xff});
        assertThat(refused(noText)).hasMessageContaining("'f' at byte 45 is not UTF-8 text");
        Raw twice = Raw.head(3, 0, 2).key("f", 0).bytes(1, 1).key("f", 0).bytes(1, 1);
        assertThat(refused(twice)).hasMessageContaining("'f'").hasMessageContaining("twice");
        Raw noName = Raw.head(3, 0, 1).key("", 0).bytes(8, 1);
        assertThat(refused(noName)).hasMessageContaining("key 0 at byte 24 is empty");
        Raw alignment = Raw.head(3, 0, 1).key("general.alignment", 4).bytes(4, 24);
        assertThat(refused(alignment)).hasMessageContaining("'general.alignment' is 24");
        Raw deep = Raw.head(3, 0, 1).key("d", 9);
        for (int i = 0; i < 6; i++) {
            deep.bytes(4, 9).bytes(8, 1);
        }
        assertThat(refused(deep)).hasMessageContaining("'d").hasMessageContaining("too deeply");
        for (int version : new int[] {0, 1, 4, 0x03000000}) {
            assertThat(refused(Raw.head(version, 0, 0)))
                    .hasMessageContaining("version at byte 4 is " + version);
        }
    }

    @Test
    void refusesTensorsThatCannotBe() throws IOException {
        Raw none = tensor("t", 0, 0, 0);
        assertThat(refused(none)).hasMessageContaining("tensor 't': dimension count");
        Raw rows = tensor("t", GgmlType.Q4_0.id(), 0, 40);
        assertThat(refused(rows)).hasMessageContaining("is 40, not whole blocks of Q4_0");
        Raw crooked = tensor("t", GgmlType.F32.id(), 33, 8);
        assertThat(refused(crooked)).hasMessageContaining("offset").hasMessageContaining("33");
        // Sizes whose product leaves 64 bits must not come out small.
        Raw wrapped = tensor("t", GgmlType.F32.id(), 0, 1L << 31, 1L << 31, 1L << 2);
        assertThat(refused(wrapped)).hasMessageContaining("tensor 't': dimension 1");
        Raw far = tensor("t", GgmlType.F32.id(), Long.MAX_VALUE - 31, 8);
        assertThat(refused(far)).hasMessageContaining("tensor 't': offset 9223372036854775776");
    }

    private static Raw tensor(String name, int type, long offset, long... dimensions) {
        Raw raw = Raw.head(3, 1, 0).text(name).bytes(4, dimensions.length);
        if (dimensions.length == 1 && dimensions[0] == 0) {
            raw = Raw.head(3, 1, 0).text(name).bytes(4, 0);
        }
        for (long dimension : dimensions) {
            raw.bytes(8, dimension);
        }
        return raw.bytes(4, type).bytes(8, offset).bytes(8, 0);
    }

    /** Names come from the file: they may not move the cursor, nor fill the screen. */
    @Test
    void namesFromTheFileCannotSpoilTheMessage() throws IOException {
        Raw key = Raw.head(3, 0, 1).key("a\n\u001b[31mb\r" + "k".repeat(60_000), 7).bytes(1, 9);
        assertThat(refused(key).getMessage()).contains("a??[31mb?kkk").hasSizeLessThan(600);
        Raw tensor = tensor("w\n\n\n" + "x".repeat(3000), 99, 0, 8);
        assertThat(refused(tensor).getMessage())
                .contains("tensor 'w???xxx", "type", "99")
                .hasSizeLessThan(600);
    }

    @Test
    void everyCutOfASmallFileIsRefused() throws IOException {
        byte[] whole =
                new GgufWriter()
                        .put("general.architecture", "none")
                        .putTexts("names", List.of("a", "bc"))
                        .tensor("t", new float[8], 4, 2)
                        .finish()
                        .bytes();
        assertThat(GgufFile.readStructure(write(whole)).tensors()).hasSize(1);
        for (int length = 0; length < whole.length; length++) {
            assertThat(refused(write(Arrays.copyOf(whole, length))).category())
                    .as("cut at " + length)
                    .isEqualTo(Category.DAMAGED);
        }
    }

    /** Whatever goes into a file of ours comes out of it. */
    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            GgufWriter out = new GgufWriter().put("general.architecture", "a" + seed);
            List<Map.Entry<String, GgufValue>> values = new ArrayList<>();
            values.add(Map.entry("general.architecture", new Text("a" + seed)));
            for (int i = random.nextInt(8); i > 0; i--) {
                values.add(put(out, "key." + i, random));
            }
            List<float[]> weights = new ArrayList<>();
            for (int i = 0; i < random.nextInt(6); i++) {
                long[] dimensions = {1 + random.nextInt(40), 1 + random.nextInt(5)};
                float[] data = new float[(int) (dimensions[0] * dimensions[1])];
                for (int d = 0; d < data.length; d++) {
                    data[d] = Float.intBitsToFloat(random.nextInt());
                }
                out.tensor("t" + i, data, dimensions);
                weights.add(data);
            }
            GgufFile file = GgufFile.readStructure(write(out.finish().bytes()));
            assertThat(file.metadata().entrySet())
                    .as("seed " + seed)
                    .containsExactlyElementsOf(values);
            assertThat(file.tensors()).as("seed " + seed).hasSameSizeAs(weights);
            for (int i = 0; i < weights.size(); i++) {
                assertThat(file.tensors().get(i).offset() % 32).isZero();
                assertThat(file.floats(file.tensors().get(i)))
                        .as("seed " + seed + " tensor " + i)
                        .containsExactly(weights.get(i));
            }
        }
    }

    private static Map.Entry<String, GgufValue> put(GgufWriter out, String key, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                int value = random.nextInt();
                out.put(key, value);
                yield Map.entry(key, new Whole(Integer.toUnsignedLong(value)));
            }
            case 1 -> {
                float value = random.nextFloat();
                out.put(key, value);
                yield Map.entry(key, new Real(value));
            }
            case 2 -> {
                boolean value = random.nextBoolean();
                out.put(key, value);
                yield Map.entry(key, new Flag(value));
            }
            case 3 -> {
                String value = "ä\n\u0000🙂".repeat(random.nextInt(4));
                out.put(key, value);
                yield Map.entry(key, new Text(value));
            }
            default -> {
                List<Integer> numbers = random.ints(random.nextInt(5)).boxed().toList();
                out.putIntegers(key, numbers);
                yield Map.entry(
                        key,
                        new Many(
                                numbers.size(),
                                numbers.stream().<GgufValue>map(n -> new Whole(n)).toList()));
            }
        };
    }

    @Test
    void aWriterRefusesATensorWithoutItsValues() {
        IllegalArgumentException refusal =
                catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> new GgufWriter().tensor("t", new float[7], 4, 2));
        assertThat(refusal).hasMessage("t has 7 values for [4, 2]");
    }

    @Test
    void aPartOfAModelSaysThatItIsOne() throws IOException {
        GgufWriter part =
                new GgufWriter()
                        .put("general.architecture", "llama")
                        .put("split.count", 3)
                        .put("split.no", 1)
                        .put("llama.block_count", 12);
        WorkbenchException refusal = refused(write(part.finish().bytes()));
        assertThat(refusal.category()).isEqualTo(Category.USAGE);
        assertThat(refusal).hasMessageContaining("is part 2 of a model in 3 files");
        assertThat(refusal.remedy()).contains("--merge");
    }

    @Test
    void blockNumbersBeyondTheCountAreRefusedHoweverLong() throws IOException {
        for (String number : List.of("1", "99999999999999999999999", "00000000000")) {
            GgufWriter out =
                    new GgufWriter()
                            .put("general.architecture", "llama")
                            .put("llama.block_count", 1)
                            .tensor("blk." + number + ".attn_q.weight", new float[4], 4);
            assertThat(refused(write(out.finish().bytes())))
                    .hasMessageContaining("'llama.block_count' is 1, but there is a tensor")
                    .hasMessageContaining(number);
        }
    }

    /** Files of networks without attention say so with zero heads; of others it is damage. */
    @Test
    void networksWithoutAttentionHaveNoHeads() throws IOException {
        assertThat(GgufFile.read(write(headless("mamba"))).architecture()).isEqualTo("mamba");
        assertThat(refused(write(headless("llama"))))
                .hasMessageContaining("'llama.attention.head_count' is 0");
    }

    @Test
    void theBlocksOfAnEncoderCountToo() throws IOException {
        GgufWriter out =
                new GgufWriter()
                        .put("general.architecture", "t5")
                        .put("t5.block_count", 1)
                        .put("t5.embedding_length", 4)
                        .put("t5.context_length", 8)
                        .putTexts("tokenizer.ggml.tokens", List.of("a", "b"))
                        .tensor("token_embd.weight", new float[8], 4, 2)
                        .tensor("enc.blk.0.attn_q.weight", new float[4], 4)
                        .tensor("dec.blk.0.attn_q.weight", new float[4], 4);
        assertThat(GgufFile.read(write(out.finish().bytes())).tensors()).hasSize(3);
    }

    private static byte[] headless(String architecture) {
        return new GgufWriter()
                .put("general.architecture", architecture)
                .put(architecture + ".block_count", 1)
                .put(architecture + ".embedding_length", 4)
                .put(architecture + ".context_length", 8)
                .put(architecture + ".attention.head_count", 0)
                .putTexts("tokenizer.ggml.tokens", List.of("a", "b"))
                .tensor("token_embd.weight", new float[8], 4, 2)
                .tensor("blk.0.ssm_in.weight", new float[4], 4)
                .finish()
                .bytes();
    }

    @Test
    void anInterruptEndsTheReadingAndIsSaid() throws IOException {
        Path file = write(TinyModel.build(1, 1, true).bytes());
        Thread.currentThread().interrupt();
        assertThat(refused(file).category()).isEqualTo(Category.INTERRUPTED);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void figuresOfAModelAreThoseOfItsTensors() throws IOException {
        GgufFile file = GgufFile.read(write(TinyModel.build(1, 1, false).bytes()));
        assertThat(file.parameters())
                .isEqualTo(file.tensors().stream().mapToLong(GgufTensor::values).sum());
        assertThat(file.tensorBytes()).isEqualTo(4 * file.parameters());
        assertThat(file.formats()).containsExactly(Map.entry(GgmlType.F32, 1.0));
        assertThat(file.displayName()).isEqualTo("Tiny 1");
        assertThat(file.tensor("output_norm.weight")).isPresent();
        assertThat(file.tensor("none")).isEmpty();
    }
}
