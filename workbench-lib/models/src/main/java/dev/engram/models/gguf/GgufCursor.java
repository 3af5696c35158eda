package dev.engram.models.gguf;

import dev.engram.base.WorkbenchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads little-endian values from a mapped file, each against the end of the file. */
final class GgufCursor {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final MemorySegment file;
    private long position;

    GgufCursor(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    long position() {
        return position;
    }

    long remaining() {
        return file.byteSize() - position;
    }

    WorkbenchException damaged(String field, long at, String problem) {
        return GgufReader.damaged(path, field + " at byte " + at + " " + problem);
    }

    /** Claims the next bytes and returns where they start. */
    long claim(String field, long bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw damaged(
                    field,
                    position,
                    "wants "
                            + Long.toUnsignedString(bytes)
                            + " bytes, but only "
                            + remaining()
                            + " follow");
        }
        long at = position;
        position += bytes;
        return at;
    }

    int unsignedByte(String field) {
        return Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, claim(field, 1)));
    }

    short shortInteger(String field) {
        return file.get(SHORT, claim(field, 2));
    }

    int integer(String field) {
        return file.get(INT, claim(field, 4));
    }

    long longInteger(String field) {
        return file.get(LONG, claim(field, 8));
    }

    /** Skips a string of which only the bounds matter. */
    void skipText(String field) {
        claim(field, longInteger(field + " length"));
    }

    String text(String field, long maximumBytes) {
        long at = position;
        long length = longInteger(field + " length");
        if (length < 0 || length > maximumBytes) {
            throw damaged(
                    field + " length",
                    at,
                    "is " + Long.toUnsignedString(length) + ", more than " + maximumBytes);
        }
        long start = claim(field, length);
        byte[] bytes = file.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw damaged(field, start, "is not UTF-8 text");
        }
    }
}
