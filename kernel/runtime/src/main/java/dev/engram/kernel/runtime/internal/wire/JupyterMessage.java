package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as received.
 *
 * @param identities routing frames, needed to answer
 * @param rawHeader the header as sent: the parent header of every answer, byte for byte
 * @param header the same, parsed
 * @param metadata an object, often empty
 * @param content the body
 * @param buffers binary attachments
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record JupyterMessage(
        List<byte[]> identities,
        byte[] rawHeader,
        JsonObject header,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {

    /** Such as {@code execute_request}; empty if the header has none. */
    public String type() {
        return text(header, "msg_type", "");
    }

    public String session() {
        return text(header, "session", "");
    }

    /** ISO 8601 as the client's clock said, or empty. */
    public String date() {
        return text(header, "date", "");
    }

    public String text(String name, String fallback) {
        return text(content, name, fallback);
    }

    public boolean flag(String name, boolean fallback) {
        JsonElement value = primitive(content, name);
        return value == null ? fallback : value.getAsBoolean();
    }

    public int number(String name, int fallback) {
        JsonElement value = primitive(content, name);
        return value == null ? fallback : value.getAsInt();
    }

    private static String text(JsonObject json, String name, String fallback) {
        JsonElement value = primitive(json, name);
        return value == null ? fallback : value.getAsString();
    }

    private static @Nullable JsonElement primitive(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value == null || !value.isJsonPrimitive() ? null : value;
    }
}
