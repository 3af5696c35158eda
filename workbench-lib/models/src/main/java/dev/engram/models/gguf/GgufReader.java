package dev.engram.models.gguf;

import dev.engram.base.Excerpt;
import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgufValue.Flag;
import dev.engram.models.gguf.GgufValue.Many;
import dev.engram.models.gguf.GgufValue.Real;
import dev.engram.models.gguf.GgufValue.Text;
import dev.engram.models.gguf.GgufValue.Whole;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses the head of a file; every count and length is held against what the file can hold. */
final class GgufReader {

    private static final int MAGIC = 0x46554747;
    private static final long MAXIMUM_TEXT = 16 << 20;
    private static final long MAXIMUM_NAME = 65_535;
    private static final int MAXIMUM_PROBLEM = 400;
    private static final int MAXIMUM_DIMENSIONS = 4;
    private static final int TYPE_TEXT = 8;
    private static final int TYPE_ARRAY = 9;

    private final Path path;
    private final GgufCursor in;

    private GgufReader(Path path, GgufCursor in) {
        this.path = path;
        this.in = in;
    }

    static WorkbenchException damaged(Path path, String problem) {
        return WorkbenchException.damaged(
                path + ": not a usable GGUF model: " + Excerpt.of(problem, MAXIMUM_PROBLEM),
                "fetch or copy the file again, or choose another with: workbench model list");
    }

    static GgufFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw WorkbenchException.missing(
                    "no model file " + path, "see what there is with: workbench model list");
        }
        if (!Files.isRegularFile(path)) {
            throw WorkbenchException.usage(
                    path + " is a folder, not a model file", "name a .gguf file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size < 24) {
                throw damaged(path, "header: the file has " + size + " bytes, a header has 24");
            }
            return new GgufReader(
                            path,
                            new GgufCursor(path, channel.map(MapMode.READ_ONLY, 0, size, arena)))
                    .parse(size);
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw WorkbenchException.interrupted("interrupted: the model file was not read");
        }
    }

    private GgufFile parse(long size) {
        int magic = in.integer("magic");
        if (magic != MAGIC) {
            throw damaged(path, "magic at byte 0 is %08x, not 'GGUF'".formatted(magic));
        }
        int version = in.integer("version");
        if (version < 2 || version > 3) {
            throw in.damaged("version", 4, "is " + version + "; versions 2 and 3 are read");
        }
        long tensorCount = count("tensor count", 24);
        long keyCount = count("key-value count", 13);
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (long i = 0; i < keyCount; i++) {
            long at = in.position();
            String key = in.text("key " + i, MAXIMUM_NAME);
            if (key.isEmpty()) {
                throw in.damaged("key " + i, at, "is empty");
            }
            String field = "'" + Excerpt.of(key) + "'";
            if (metadata.put(key, value(field, typeOf(field), 0)) != null) {
                throw in.damaged("key " + field, at, "stands there twice");
            }
        }
        long alignment = alignment(metadata);
        List<GgufTensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < tensorCount; i++) {
            GgufTensor tensor = tensor(i, alignment);
            if (!names.add(tensor.name())) {
                throw damaged(
                        path, "tensor '" + Excerpt.of(tensor.name()) + "' stands there twice");
            }
            tensors.add(tensor);
        }
        long dataOffset = (in.position() + alignment - 1) / alignment * alignment;
        for (GgufTensor tensor : tensors) {
            long room = size - dataOffset - tensor.offset();
            if (room < tensor.sizeBytes()) {
                throw damaged(
                        path,
                        "tensor '"
                                + Excerpt.of(tensor.name())
                                + "': offset "
                                + tensor.offset()
                                + " and size "
                                + tensor.sizeBytes()
                                + " reach beyond the end of the file ("
                                + size
                                + " bytes); it may be cut short");
            }
        }
        return new GgufFile(path, size, version, metadata, tensors, dataOffset);
    }

    /** A count whose elements take at least some bytes each, so that it cannot be absurd. */
    private long count(String field, long bytesEach) {
        long at = in.position();
        long count = in.longInteger(field);
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw in.damaged(
                    field,
                    at,
                    "is "
                            + Long.toUnsignedString(count)
                            + ", more than "
                            + in.remaining()
                            + " bytes can hold");
        }
        return count;
    }

    private int typeOf(String field) {
        long at = in.position();
        int type = in.integer("type of " + field);
        if (type < 0 || type > 12) {
            throw in.damaged("type of " + field, at, "is " + type + "; there are 0 to 12");
        }
        return type;
    }

    private GgufValue value(String field, int type, int depth) {
        return switch (type) {
            case 0 -> new Whole(in.unsignedByte(field));
            case 1 -> new Whole((byte) in.unsignedByte(field));
            case 2 -> new Whole(Short.toUnsignedInt(in.shortInteger(field)));
            case 3 -> new Whole(in.shortInteger(field));
            case 4 -> new Whole(Integer.toUnsignedLong(in.integer(field)));
            case 5 -> new Whole(in.integer(field));
            case 6 -> new Real(Float.intBitsToFloat(in.integer(field)));
            case 7 -> flag(field);
            case TYPE_TEXT -> new Text(in.text(field, MAXIMUM_TEXT));
            case TYPE_ARRAY -> array(field, depth);
            case 10, 11 -> new Whole(in.longInteger(field));
            case 12 -> new Real(Double.longBitsToDouble(in.longInteger(field)));
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private Flag flag(String field) {
        long at = in.position();
        int value = in.unsignedByte(field);
        if (value > 1) {
            throw in.damaged(field, at, "is " + value + ", not a truth value");
        }
        return new Flag(value == 1);
    }

    private Many array(String field, int depth) {
        long at = in.position();
        if (depth > 3) {
            throw in.damaged(field, at, "is nested too deeply");
        }
        int type = typeOf("elements of " + field);
        long count = count("length of " + field, type == TYPE_TEXT ? 8 : width(type));
        List<GgufValue> first = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (i < Many.KEPT) {
                first.add(value(field + "[" + i + "]", type, depth + 1));
            } else if (type == TYPE_TEXT) {
                if ((i & 0xfff) == 0) {
                    Interrupts.check("the model was not loaded");
                }
                in.skipText(field + "[…]");
            } else if (type == TYPE_ARRAY) {
                value(field + "[…]", type, depth + 1);
            } else {
                in.claim(field, Math.multiplyExact(width(type), count - i));
                break;
            }
        }
        return new Many(count, first);
    }

    private static long width(int type) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 8, 9 -> 12;
            default -> 8;
        };
    }

    private long alignment(Map<String, GgufValue> metadata) {
        GgufValue given = metadata.get("general.alignment");
        long alignment = given instanceof Whole w ? w.value() : 32;
        if (alignment < 8 || alignment > 1 << 20 || Long.bitCount(alignment) != 1) {
            throw damaged(path, "'general.alignment' is " + alignment + ", not a power of two");
        }
        return alignment;
    }

    private GgufTensor tensor(long index, long alignment) {
        String name = in.text("name of tensor " + index, MAXIMUM_NAME);
        String field = "tensor '" + Excerpt.of(name) + "'";
        long at = in.position();
        int dimensionCount = in.integer(field + ": dimension count");
        if (dimensionCount < 1 || dimensionCount > MAXIMUM_DIMENSIONS) {
            throw in.damaged(field + ": dimension count", at, "is " + dimensionCount);
        }
        List<Long> dimensions = new ArrayList<>();
        long values = 1;
        for (int d = 0; d < dimensionCount; d++) {
            at = in.position();
            long size = in.longInteger(field + ": dimension " + d);
            if (size <= 0 || size > Long.MAX_VALUE / 8 / values) {
                throw in.damaged(
                        field + ": dimension " + d, at, "is " + Long.toUnsignedString(size));
            }
            values *= size;
            dimensions.add(size);
        }
        at = in.position();
        int typeId = in.integer(field + ": type");
        GgmlType type = GgmlType.byId(typeId).orElse(null);
        if (type == null) {
            throw in.damaged(field + ": type", at, "is " + typeId + ", which is not known");
        }
        if (dimensions.getFirst() % type.blockValues() != 0) {
            throw in.damaged(
                    field + ": dimension 0",
                    at,
                    "is " + dimensions.getFirst() + ", not whole blocks of " + type);
        }
        at = in.position();
        long offset = in.longInteger(field + ": offset");
        if (offset < 0 || offset % alignment != 0) {
            throw in.damaged(
                    field + ": offset",
                    at,
                    "is " + Long.toUnsignedString(offset) + ", not a multiple of " + alignment);
        }
        long bytes = values / type.blockValues() * type.blockBytes();
        return new GgufTensor(name, dimensions, type, offset, bytes);
    }
}
