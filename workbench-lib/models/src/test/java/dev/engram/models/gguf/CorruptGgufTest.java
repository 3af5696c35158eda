package dev.engram.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.WorkbenchException;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each of the 23 known kinds of corrupt file is refused with one line that names the field. */
class CorruptGgufTest {

    @TempDir Path folder;

    private static final GgufWriter.Written SOUND = TinyModel.build(1, 8, true);

    /** A way to damage the sound file, and what the message must name. */
    private record Kind(
            String name, BiFunction<byte[], GgufWriter.Written, byte[]> damage, String named) {}

    private static Kind longAt(String name, String field, long value, String named) {
        return new Kind(name, (b, w) -> set(b, at(w, field), value, 8), named);
    }

    private static Kind intAt(String name, String field, long value, String named) {
        return new Kind(name, (b, w) -> set(b, at(w, field), value, 4), named);
    }

    private static int at(GgufWriter.Written written, String field) {
        return java.util.Objects.requireNonNull(written.offsets().get(field), field);
    }

    private static byte[] set(byte[] bytes, int at, long value, int width) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (width == 8) {
            buffer.putLong(at, value);
        } else {
            buffer.putInt(at, (int) value);
        }
        return bytes;
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static final String FIRST_KEY = "length of key general.architecture";

    private static final List<Kind> KINDS =
            List.of(
                    intAt("bad magic", "magic", 0x46554748, "magic"),
                    new Kind("empty", (b, w) -> new byte[0], "header"),
                    new Kind("cut at 100 bytes", (b, w) -> cut(b, 100), "count"),
                    new Kind(
                            "cut inside the metadata",
                            (b, w) -> cut(b, at(w, "tokenizer.ggml.tokens") + 1500),
                            "tokenizer.ggml.tokens"),
                    new Kind("cut in half", (b, w) -> cut(b, b.length / 2), "tensor 'blk."),
                    longAt("tensor count 2^60", "tensor count", 1L << 60, "tensor count"),
                    longAt("tensor count -1", "tensor count", -1, "tensor count"),
                    longAt("key-value count 2^40", "key count", 1L << 40, "key-value count"),
                    longAt("key length 2^62", FIRST_KEY, 1L << 62, "key 0"),
                    longAt("key length 2^33", FIRST_KEY, 1L << 33, "key 0"),
                    intAt("block_count 0", "llama.block_count", 0, "llama.block_count"),
                    intAt("block_count 1000", "llama.block_count", 1000, "llama.block_count"),
                    intAt(
                            "head_count 0",
                            "llama.attention.head_count",
                            0,
                            "'llama.attention.head_count'"),
                    intAt(
                            "head_count_kv 0",
                            "llama.attention.head_count_kv",
                            0,
                            "'llama.attention.head_count_kv'"),
                    intAt(
                            "rope dimension 63",
                            "llama.rope.dimension_count",
                            63,
                            "llama.rope.dimension_count"),
                    intAt(
                            "embedding length off by one",
                            "llama.embedding_length",
                            65,
                            "embedding_length"),
                    intAt(
                            "eos id out of range",
                            "tokenizer.ggml.eos_token_id",
                            100_000,
                            "eos_token_id"),
                    intAt("tensor type 99", "output_norm.weight/type", 99, "output_norm.weight"),
                    longAt(
                            "tensor offset 2^40",
                            "output_norm.weight/offset",
                            1L << 40,
                            "output_norm.weight"),
                    longAt(
                            "tensor dimension 0",
                            "blk.0.attn_q.weight/dimension 0",
                            0,
                            "blk.0.attn_q.weight"),
                    longAt(
                            "tensor dimension 2^62",
                            "blk.0.attn_q.weight/dimension 1",
                            1L << 62,
                            "blk.0.attn_q.weight"),
                    new Kind("200 random metadata bytes", (b, w) -> scramble(b, w, 7), "at byte "),
                    new Kind("1 MB of random weights", (b, w) -> noise(b, w), "tensor '"));

    private static byte[] scramble(byte[] bytes, GgufWriter.Written written, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            bytes[24 + random.nextInt(written.dataOffset() - 24)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] noise(byte[] bytes, GgufWriter.Written written) {
        byte[] noise = new byte[1 << 20];
        new Random(11).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, written.dataOffset() + 4096, noise.length);
        return bytes;
    }

    @Test
    void thereAreTwentyThreeKinds() {
        assertThat(KINDS).extracting(Kind::name).doesNotHaveDuplicates().hasSize(23);
    }

    @TestFactory
    Stream<DynamicTest> everyKindIsRefusedByName() {
        return KINDS.stream()
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> refused(kind)));
    }

    private void refused(Kind kind) throws IOException {
        GgufWriter.Written withMagic = withMagicOffset();
        Path file = folder.resolve("corrupt.gguf");
        Files.write(file, kind.damage().apply(SOUND.bytes().clone(), withMagic));
        WorkbenchException refusal =
                catchThrowableOfType(
                        WorkbenchException.class, () -> WeightCheck.check(GgufFile.read(file)));
        assertThat(refusal).as(kind.name()).isNotNull();
        assertThat(refusal.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
        assertThat(refusal.getMessage()).contains("corrupt.gguf", kind.named());
        assertThat(refusal.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
    }

    private static GgufWriter.Written withMagicOffset() {
        var offsets = new java.util.HashMap<>(SOUND.offsets());
        offsets.put("magic", 0);
        return new GgufWriter.Written(SOUND.bytes(), offsets, SOUND.dataOffset());
    }

    @Test
    void theSoundFileIsRead() throws IOException {
        Path path = Files.write(folder.resolve("sound.gguf"), SOUND.bytes());
        GgufFile file = GgufFile.read(path);
        assertThat(file.architecture()).isEqualTo("llama");
        assertThat(file.vocabularySize()).isEqualTo(263);
        assertThat(file.tensors()).hasSize(2 + 8 * 9);
        assertThat(file.fileType()).contains("F32");
        assertThat(file.bitsPerWeight()).isEqualTo(32);
        assertThat(file.dataOffset()).isEqualTo(SOUND.dataOffset());
    }

    @Test
    void scrambledMetadataIsAlwaysRefusedByPlace() throws IOException {
        Path file = folder.resolve("scrambled.gguf");
        for (int seed = 0; seed < 60; seed++) {
            Files.write(file, scramble(SOUND.bytes().clone(), SOUND, seed));
            WorkbenchException refusal =
                    catchThrowableOfType(WorkbenchException.class, () -> GgufFile.read(file));
            assertThat(refusal).as("seed " + seed).isNotNull();
            assertThat(refusal.getMessage())
                    .as("seed " + seed)
                    .matches(".*: (key|tensor|name of|type of|length of|elements of|'|.*count).*");
        }
    }

    /** No mutation may end in anything but a file or a refusal. */
    @Test
    void randomDamageIsRefusedOrHarmless() throws IOException {
        Path file = folder.resolve("random.gguf");
        int refusals = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] bytes = SOUND.bytes().clone();
            for (int i = 0; i < 1 + seed % 8; i++) {
                bytes[random.nextInt(SOUND.dataOffset())] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                GgufFile.read(file);
            } catch (WorkbenchException e) {
                assertThat(e.category())
                        .as("seed " + seed)
                        .isEqualTo(WorkbenchException.Category.DAMAGED);
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(100);
    }

    @Test
    void aMissingFileAndAFolderAreNotDamaged() {
        WorkbenchException missing =
                catchThrowableOfType(
                        WorkbenchException.class, () -> GgufFile.read(folder.resolve("no.gguf")));
        assertThat(missing.category()).isEqualTo(WorkbenchException.Category.MISSING);
        WorkbenchException notAFile =
                catchThrowableOfType(WorkbenchException.class, () -> GgufFile.read(folder));
        assertThat(notAFile.category()).isEqualTo(WorkbenchException.Category.USAGE);
    }
}
