package dev.engram.kernel.runtime.internal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.jspecify.annotations.Nullable;

/** Frames to messages and back, signed. One per socket; not thread-safe. */
final class MessageCodec {

    /** The version of the protocol spoken. */
    static final String PROTOCOL = "5.4";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_OBJECT = {'{', '}'};
    private static final String SESSION = UUID.randomUUID().toString();
    private static final AtomicLong COUNT = new AtomicLong();

    private final HMACGenerator signer;

    MessageCodec(HMACGenerator signer) {
        this.signer = signer;
    }

    /** The message in these frames, or {@code null} if they are malformed or wrongly signed. */
    @Nullable JupyterMessage decode(List<byte[]> frames) {
        int at = 0;
        while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
            at++;
        }
        if (frames.size() - at < 6) {
            return null;
        }
        byte[] header = frames.get(at + 2);
        byte[] parent = frames.get(at + 3);
        byte[] metadata = frames.get(at + 4);
        byte[] content = frames.get(at + 5);
        if (signer != HMACGenerator.NO_AUTH_INSTANCE) {
            byte[] expected = sign(header, parent, metadata, content);
            if (!MessageDigest.isEqual(expected, frames.get(at + 1))) {
                return null;
            }
        }
        try {
            return new JupyterMessage(
                    List.copyOf(frames.subList(0, at)),
                    header,
                    object(header),
                    object(metadata),
                    object(content),
                    List.copyOf(frames.subList(at + 6, frames.size())));
        } catch (JsonParseException e) {
            return null;
        }
    }

    /**
     * The frames of a new message.
     *
     * @param routing identities, or the topic of a broadcast
     * @param parent the raw header of the message this one belongs to; empty for none
     */
    List<byte[]> encode(
            List<byte[]> routing,
            String type,
            byte[] parent,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        byte[] header = header(type);
        byte[] parentFrame = parent.length == 0 ? EMPTY_OBJECT : parent;
        byte[] metadataFrame = metadata.isEmpty() ? EMPTY_OBJECT : utf8(metadata.toString());
        byte[] contentFrame = utf8(content.toString());
        List<byte[]> frames = new ArrayList<>(routing.size() + 6 + buffers.size());
        frames.addAll(routing);
        frames.add(DELIMITER);
        frames.add(sign(header, parentFrame, metadataFrame, contentFrame));
        frames.add(header);
        frames.add(parentFrame);
        frames.add(metadataFrame);
        frames.add(contentFrame);
        frames.addAll(buffers);
        return frames;
    }

    private static byte[] header(String type) {
        return utf8(
                "{\"msg_id\":\""
                        + SESSION
                        + "_"
                        + COUNT.incrementAndGet()
                        + "\",\"session\":\""
                        + SESSION
                        + "\",\"username\":\"kernel\",\"date\":\""
                        + Instant.now().truncatedTo(ChronoUnit.MICROS)
                        + "\",\"msg_type\":\""
                        + type
                        + "\",\"version\":\""
                        + PROTOCOL
                        + "\"}");
    }

    private byte[] sign(byte[] header, byte[] parent, byte[] metadata, byte[] content) {
        String signature = signer.calculateSignature(header, parent, metadata, content);
        return signature == null ? new byte[0] : signature.getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonObject object(byte[] json) {
        JsonElement parsed = JsonParser.parseString(new String(json, StandardCharsets.UTF_8));
        return parsed.isJsonObject() ? parsed.getAsJsonObject() : new JsonObject();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
