package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

    private static final String ENTRY =
            "{\"t\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,12]}}";

    static ByteBuffer file(String header, byte[] data) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .put(data)
                .flip();
    }

    private static byte[] halves(float... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putShort(Float.floatToFloat16(value));
        }
        return out.array();
    }

    @Test
    void readsHalves() {
        SafeTensors.Matrix matrix =
                SafeTensors.matrix(file(ENTRY, halves(1, -2, 0.5f, 0, 65504, -0.25f)), "t", "x");
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(matrix.values()).containsExactly(1, -2, 0.5f, 0, 65504, -0.25f);
    }

    @Test
    void readsSingles() {
        byte[] data =
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(1.5f)
                        .putFloat(-3)
                        .array();
        String header = "{\"t\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        assertThat(SafeTensors.matrix(file(header, data), "t", "x").values())
                .containsExactly(1.5f, -3);
    }

    @Test
    void refusesAFileCutAtAnyByte() {
        byte[] whole = file(ENTRY, halves(1, 2, 3, 4, 5, 6)).array();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length).slice();
            assertThatThrownBy(() -> SafeTensors.matrix(cut, "t", "some file"))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(WorkbenchException.Category.DAMAGED))
                    .hasMessageContaining("some file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[-4,8]}}",
                "{\"t\":{\"dtype\":\"F16\",\"shape\":[2,3],\"data_offsets\":[0,14]}}",
                "{\"t\":{\"dtype\":\"F16\",\"shape\":[1073741824,4],\"data_offsets\":[0,12]}}",
                "{\"t\":{\"dtype\":\"F16\",\"shape\":[-2,-3],\"data_offsets\":[0,12]}}",
                "{\"t\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]}}",
                "{\"t\":{\"dtype\":\"I8\",\"shape\":[2,3],\"data_offsets\":[0,6]}}",
                "{\"u\":{}}",
                "[]",
                "not json"
            })
    void refusesHeadersThatLie(String header) {
        ByteBuffer file = file(header, halves(1, 2, 3, 4, 5, 6));
        assertThatThrownBy(() -> SafeTensors.matrix(file, "t", "x"))
                .isInstanceOf(WorkbenchException.class);
    }

    @Test
    void refusesAHeaderLengthBeyondTheFile() {
        ByteBuffer file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (long length : new long[] {-1, 0, 9, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
            file.putLong(0, length);
            assertThatThrownBy(() -> SafeTensors.matrix(file, "t", "x"))
                    .isInstanceOf(WorkbenchException.class);
        }
    }

    /** Any damage to any byte gives a matrix of the size that stands there, or a refusal. */
    @Property(tries = 500)
    void damagedBytesAreRefusedOrHarmless(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = file(ENTRY, halves(1, 2, 3, 4, 5, 6)).array();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            SafeTensors.Matrix matrix = SafeTensors.matrix(ByteBuffer.wrap(bytes), "t", "x");
            assertThat(matrix.values()).hasSize(matrix.rows() * matrix.columns());
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
            assertThat(e.userMessage().lines()).hasSize(2);
            assertThat(e.userMessage()).hasSizeLessThan(500);
        }
    }

    @Test
    void aHeaderCannotSpoilTheMessage() {
        ByteBuffer file =
                file(
                        "{\"t\":{\"dtype\":\"a\\nb\\u001b"
                                + "c".repeat(9999)
                                + "\",\"shape\":[1,1]}}",
                        halves(1));
        assertThatThrownBy(() -> SafeTensors.matrix(file, "t", "x"))
                .hasMessageContaining("numbers of type a?b?ccc")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
