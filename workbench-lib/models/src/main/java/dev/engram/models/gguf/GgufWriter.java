package dev.engram.models.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small GGUF files in memory, such as importance matrices and adapters, and remembers at
 * which byte each field went, so that tests can damage it. Not thread-safe.
 */
public final class GgufWriter {

    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private int keys;
    private int tensors;
    private final ByteArrayOutputStream table = new ByteArrayOutputStream();
    private final Map<String, Integer> tableOffsets = new LinkedHashMap<>();

    /**
     * A finished file.
     *
     * @param bytes all of it
     * @param offsets byte offset of {@code tensor count}, {@code key count}, {@code length of key
     *     KEY}, {@code type of KEY}, {@code KEY}, and of {@code NAME/dimension N}, {@code
     *     NAME/type}, {@code NAME/offset} of tensors
     * @param dataOffset where tensor data starts
     */
    public record Written(byte[] bytes, Map<String, Integer> offsets, int dataOffset) {}

    private GgufWriter key(String key, int type) {
        keys++;
        offsets.put("length of key " + key, 24 + head.size());
        text(head, key);
        offsets.put("type of " + key, 24 + head.size());
        integer(head, type);
        offsets.put(key, 24 + head.size());
        return this;
    }

    public GgufWriter put(String key, int value) {
        key(key, 4);
        integer(head, value);
        return this;
    }

    public GgufWriter put(String key, float value) {
        key(key, 6);
        integer(head, Float.floatToIntBits(value));
        return this;
    }

    public GgufWriter put(String key, boolean value) {
        key(key, 7);
        head.write(value ? 1 : 0);
        return this;
    }

    public GgufWriter put(String key, String value) {
        key(key, 8);
        text(head, value);
        return this;
    }

    public GgufWriter putTexts(String key, List<String> values) {
        key(key, 9);
        integer(head, 8);
        number(head, values.size());
        values.forEach(v -> text(head, v));
        return this;
    }

    public GgufWriter putIntegers(String key, List<Integer> values) {
        key(key, 9);
        integer(head, 5);
        number(head, values.size());
        values.forEach(v -> integer(head, v));
        return this;
    }

    /**
     * Adds a tensor of 32-bit floats.
     *
     * @throws IllegalArgumentException if there are not as many values as the dimensions say
     */
    public GgufWriter tensor(String name, float[] values, long... dimensions) {
        long expected = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
        if (dimensions.length == 0 || expected != values.length) {
            throw new IllegalArgumentException(
                    name + " has " + values.length + " values for " + Arrays.toString(dimensions));
        }
        tensors++;
        text(table, name);
        integer(table, dimensions.length);
        for (int d = 0; d < dimensions.length; d++) {
            tableOffsets.put(name + "/dimension " + d, table.size());
            number(table, dimensions[d]);
        }
        tableOffsets.put(name + "/type", table.size());
        integer(table, GgmlType.F32.id());
        tableOffsets.put(name + "/offset", table.size());
        number(table, data.size());
        for (float value : values) {
            integer(data, Float.floatToIntBits(value));
        }
        pad(data, data.size());
        return this;
    }

    /** Puts everything together. */
    public Written finish() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        integer(all, 3);
        offsets.put("tensor count", all.size());
        number(all, tensors);
        offsets.put("key count", all.size());
        number(all, keys);
        all.writeBytes(head.toByteArray());
        int tableAt = all.size();
        tableOffsets.forEach((name, at) -> offsets.put(name, tableAt + at));
        all.writeBytes(table.toByteArray());
        pad(all, all.size());
        int dataOffset = all.size();
        all.writeBytes(data.toByteArray());
        return new Written(all.toByteArray(), Map.copyOf(offsets), dataOffset);
    }

    private static void pad(ByteArrayOutputStream out, int size) {
        out.writeBytes(new byte[(ALIGNMENT - size % ALIGNMENT) % ALIGNMENT]);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void integer(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private static void number(ByteArrayOutputStream out, long value) {
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }
}
