package dev.engram.engram.documents.internal;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The parts of a ZIP file in memory, read by its central directory and only as far as they are
 * asked for; what inflates beyond the limits is refused. No part is ever written anywhere.
 */
final class ZipParts {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int MAX_ENTRIES = 20_000;

    private record Entry(int method, int flags, int compressed, int localOffset) {}

    private final byte[] content;
    private final ByteBuffer data;
    private final Budget budget;
    private final Map<String, Entry> entries = new HashMap<>();
    private long inflated;

    ZipParts(byte[] content, Budget budget) throws RefusedException {
        this.content = content;
        this.data = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        this.budget = budget;
        try {
            readDirectory();
        } catch (IndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    /** A part's bytes, inflated while they are read, or empty if there is no such part. */
    Optional<InputStream> open(String name) throws IOException {
        Entry entry = entries.get(key(name));
        if (entry == null) {
            return Optional.empty();
        }
        if ((entry.flags & 1) != 0) {
            throw new RefusedException("needs a password");
        }
        int start = dataStart(entry);
        if (entry.compressed < 0 || entry.compressed > content.length - start) {
            throw damaged();
        }
        InputStream raw = new ByteArrayInputStream(content, start, entry.compressed);
        return switch (entry.method) {
            case 0 -> Optional.of(count(raw, entry.compressed));
            case 8 -> Optional.of(count(inflate(raw), entry.compressed));
            default -> throw new RefusedException("uses an unknown compression");
        };
    }

    private static InputStream inflate(InputStream raw) {
        return new InflaterInputStream(raw, new Inflater(true), 8192) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    private int dataStart(Entry entry) throws RefusedException {
        try {
            int at = entry.localOffset;
            if (data.getInt(at) != LOCAL_SIGNATURE) {
                throw damaged();
            }
            return at
                    + 30
                    + Short.toUnsignedInt(data.getShort(at + 26))
                    + Short.toUnsignedInt(data.getShort(at + 28));
        } catch (IndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    private void readDirectory() throws RefusedException {
        int end = findEnd();
        int count = Short.toUnsignedInt(data.getShort(end + 10));
        int size = data.getInt(end + 12);
        int at = end - size;
        int shift = at - data.getInt(end + 16);
        if (count > MAX_ENTRIES || size < 0 || at < 0 || shift < 0) {
            throw damaged();
        }
        for (int i = 0; i < count; i++) {
            budget.tick();
            if (data.getInt(at) != ENTRY_SIGNATURE) {
                throw damaged();
            }
            int nameLength = Short.toUnsignedInt(data.getShort(at + 28));
            int extras =
                    Short.toUnsignedInt(data.getShort(at + 30))
                            + Short.toUnsignedInt(data.getShort(at + 32));
            String name = new String(content, at + 46, nameLength, StandardCharsets.UTF_8);
            entries.putIfAbsent(
                    key(name),
                    new Entry(
                            Short.toUnsignedInt(data.getShort(at + 10)),
                            Short.toUnsignedInt(data.getShort(at + 8)),
                            data.getInt(at + 20),
                            Math.addExact(data.getInt(at + 42), shift)));
            at += 46 + nameLength + extras;
        }
    }

    private int findEnd() throws RefusedException {
        int lowest = Math.max(0, content.length - END_BYTES - 0xFFFF);
        for (int at = content.length - END_BYTES; at >= lowest; at--) {
            if (data.getInt(at) == END_SIGNATURE) {
                return at;
            }
        }
        throw damaged();
    }

    private InputStream count(InputStream in, int compressed) {
        return new FilterInputStream(budget.watch(in)) {
            private long out;

            @Override
            public int read() throws IOException {
                int b = super.read();
                grown(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int n = super.read(target, offset, length);
                grown(Math.max(n, 0));
                return n;
            }

            private void grown(int n) throws RefusedException {
                out += n;
                inflated += n;
                boolean swollen =
                        out > dev.engram.engram.documents.DocumentLimits.RATIO_FREE_BYTES
                                && out / budget.limits().maxRatio() > compressed;
                if (swollen || inflated > 4 * budget.limits().maxBytes()) {
                    throw new RefusedException("swells up when unpacked, as a zip bomb does");
                }
            }
        };
    }

    /** Part names are compared without case, and with one kind of slash. */
    private static String key(String name) {
        String clean = name.replace('\\', '/').toLowerCase(Locale.ROOT);
        return clean.startsWith("/") ? clean.substring(1) : clean;
    }

    private static RefusedException damaged() {
        return new RefusedException("is damaged or no such document");
    }
}
