package dev.engram.models.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightCheckTest {

    private static final short HALF_INFINITY = 0x7c00;
    private static final short HALF_ONE = 0x3c00;

    @TempDir Path folder;

    /** Three blocks of a format, all scales one, but for the last block's at an offset. */
    private static MemorySegment blocks(GgmlType type, int scaleAt, short lastScale) {
        ByteBuffer data = ByteBuffer.allocate(3 * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int b = 0; b < 3; b++) {
            data.putShort(b * type.blockBytes() + scaleAt, b == 2 ? lastScale : HALF_ONE);
        }
        return MemorySegment.ofBuffer(data);
    }

    @Test
    void findsAnInfiniteScaleWhereTheFormatHasOne() {
        record Scale(GgmlType type, int at) {}
        for (Scale scale :
                new Scale[] {
                    new Scale(GgmlType.Q4_0, 0),
                    new Scale(GgmlType.Q4_1, 2),
                    new Scale(GgmlType.Q5_0, 0),
                    new Scale(GgmlType.Q8_0, 0),
                    new Scale(GgmlType.Q2_K, 82),
                    new Scale(GgmlType.Q3_K, 108),
                    new Scale(GgmlType.Q4_K, 2),
                    new Scale(GgmlType.Q6_K, 208),
                    new Scale(GgmlType.F16, 0),
                    new Scale(GgmlType.IQ4_NL, 0),
                }) {
            MemorySegment bad = blocks(scale.type(), scale.at(), HALF_INFINITY);
            assertThat(WeightCheck.firstBad(bad, scale.type()))
                    .as(scale.type().name())
                    .isEqualTo(2L * scale.type().blockBytes() + scale.at());
            assertThat(
                            WeightCheck.firstBad(
                                    blocks(scale.type(), scale.at(), HALF_ONE), scale.type()))
                    .isEqualTo(-1);
        }
    }

    @Test
    void namesTheTensorAndTheByte() throws IOException {
        byte[] bytes = TinyModel.build(1, 2, true).bytes();
        Path sound = Files.write(folder.resolve("sound.gguf"), bytes);
        GgufFile file = GgufFile.read(sound);
        WeightCheck.check(file);
        GgufTensor tensor = file.tensors().get(5);
        int at = (int) (file.dataOffset() + tensor.offset() + 40);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, Float.NaN);
        Path damaged = Files.write(folder.resolve("damaged.gguf"), bytes);
        assertThatThrownBy(() -> WeightCheck.check(GgufFile.read(damaged)))
                .hasMessageContaining(tensor.name())
                .hasMessageContaining("byte " + at);
    }
}
