package dev.engram.models.embedding.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads matrices out of a {@code safetensors} file held in memory. */
public final class SafeTensors {

    private static final int LONGEST_HEADER = 100 << 20;

    private SafeTensors() {}

    /**
     * A matrix in rows.
     *
     * @param values row after row, {@code rows * columns} of them
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Matrix(int rows, int columns, float[] values) {}

    /**
     * Reads one matrix of 16- or 32-bit floating-point numbers as 32-bit ones.
     *
     * @param file the whole file
     * @param tensor the tensor's name
     * @param source where the file comes from, for messages
     * @throws WorkbenchException DAMAGED where the file is cut short, lies about a size, or has no
     *     such matrix
     */
    public static Matrix matrix(ByteBuffer file, String tensor, String source) {
        ByteBuffer in = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = in.capacity() < 8 ? -1 : in.getLong(0);
        if (headerLength < 2 || headerLength > LONGEST_HEADER || headerLength + 8 > in.capacity()) {
            throw damaged(source, "header of " + headerLength + " bytes at byte 0");
        }
        int dataAt = (int) headerLength + 8;
        JsonNode entry = header(in, (int) headerLength, source).path(tensor);
        JsonNode shape = entry.path("shape");
        if (shape.size() != 2) {
            throw damaged(source, "no matrix '" + tensor + "'");
        }
        boolean half = entry.path("dtype").asText().equals("F16");
        if (!half && !entry.path("dtype").asText().equals("F32")) {
            throw damaged(source, "numbers of type " + Excerpt.of(entry.path("dtype").asText()));
        }
        long rows = shape.path(0).asLong(-1);
        long columns = shape.path(1).asLong(-1);
        long from = entry.at("/data_offsets/0").asLong(-1);
        long to = entry.at("/data_offsets/1").asLong(-1);
        int width = half ? 2 : 4;
        boolean sane =
                rows > 0
                        && columns > 0
                        && rows <= Integer.MAX_VALUE / columns / width
                        && from >= 0
                        && to <= in.capacity() - dataAt
                        && to - from == rows * columns * width;
        if (!sane) {
            throw damaged(
                    source,
                    "matrix '"
                            + tensor
                            + "' lies outside the file: "
                            + Excerpt.of(entry.toString()));
        }
        float[] values = new float[(int) (rows * columns)];
        int at = dataAt + (int) from;
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    half ? Float.float16ToFloat(in.getShort(at + 2 * i)) : in.getFloat(at + 4 * i);
        }
        return new Matrix((int) rows, (int) columns, values);
    }

    private static JsonNode header(ByteBuffer in, int length, String source) {
        byte[] bytes = new byte[length];
        in.get(8, bytes);
        try {
            return new ObjectMapper().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw damaged(source, "header is not JSON, at byte 8");
        }
    }

    private static WorkbenchException damaged(String source, String what) {
        return WorkbenchException.damaged(
                "damaged tensor file " + source + ": " + what, "delete it and fetch it again");
    }
}
