package dev.engram.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * An engram in which one file holds other bytes, and every checksum and name above it was made
 * again by hand: what is left to find is that its content makes no sense.
 */
final class Forgery {

    /** Kinds of files that can be forged. */
    enum Kind {
        ROOT,
        SNAPSHOT,
        CHUNKS,
        PACK,
        SEGMENT,
        DELETIONS
    }

    private static final int ID_BYTES = 32;

    private final Path engram;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final List<Path> written = new ArrayList<>();

    /**
     * @param engram a whole engram, into which forged files are put beside its own
     */
    Forgery(Path engram) throws IOException {
        this.engram = engram;
        try (var all = Files.walk(engram)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(engram.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    /** The bytes of the newest file of a kind. */
    byte[] original(Kind kind) {
        return files.get(name(kind));
    }

    private String name(Kind kind) {
        return switch (kind) {
            case ROOT -> "root";
            case SNAPSHOT -> newest();
            case CHUNKS -> named("chunks", name(Kind.SNAPSHOT));
            case SEGMENT -> named(".segment", name(Kind.SNAPSHOT));
            case DELETIONS -> named(".deletions", name(Kind.SNAPSHOT));
            case PACK -> named("packs", name(Kind.CHUNKS));
        };
    }

    /** The root ends with the id of the newest snapshot and its own hash. */
    private String newest() {
        byte[] root = files.get("root");
        int end = root.length - ID_BYTES;
        byte[] id = Arrays.copyOfRange(root, end - ID_BYTES, end);
        return "snapshots/" + HexFormat.of().formatHex(id) + ".snapshot";
    }

    /** The last file with a mark in its path whose id stands in another file. */
    private String named(String mark, String by) {
        String found = "";
        for (String name : files.keySet()) {
            if (name.contains(mark) && indexOf(files.get(by), id(name)) >= 0) {
                found = name;
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + mark + " in " + by);
        }
        return found;
    }

    private static byte[] id(String name) {
        String hex = name.substring(name.indexOf('/') + 1, name.indexOf('.'));
        return HexFormat.of().parseHex(hex);
    }

    /** Puts the content in place of the newest file of a kind, and mends all that names it. */
    void put(Kind kind, byte[] content) throws IOException {
        byte[] forged = sealed(kind, content);
        if (kind == Kind.ROOT) {
            write("root", forged);
            return;
        }
        String old = name(kind);
        byte[] id = sha256(forged);
        String folder = old.substring(0, old.indexOf('/') + 1);
        write(folder + HexFormat.of().formatHex(id) + old.substring(old.indexOf('.')), forged);
        Kind above =
                switch (kind) {
                    case PACK -> Kind.CHUNKS;
                    case SNAPSHOT -> Kind.ROOT;
                    default -> Kind.SNAPSHOT;
                };
        put(above, replaced(original(above), id(old), id));
    }

    /** Takes the forged files away; the engram is whole again. */
    void undo() throws IOException {
        for (Path file : written) {
            Files.deleteIfExists(file);
        }
        written.clear();
        write("root", files.get("root"));
        written.clear();
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = engram.resolve(name);
        if (!files.containsKey(name)) {
            written.add(file);
        }
        Files.write(file, content);
    }

    /** The content with its inner checksums made right. */
    private static byte[] sealed(Kind kind, byte[] content) {
        byte[] bytes = content.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.length;
        switch (kind) {
            case ROOT -> {
                if (length >= ID_BYTES) {
                    byte[] hash = sha256(Arrays.copyOf(bytes, length - ID_BYTES));
                    System.arraycopy(hash, 0, bytes, length - ID_BYTES, ID_BYTES);
                }
            }
            case CHUNKS -> {
                if (length >= 4) {
                    buffer.putInt(length - 4, crc(bytes, 0, length - 4));
                }
            }
            case PACK, SEGMENT -> {
                int table = length >= 16 ? buffer.getInt(length - 16) : -1;
                if (table >= 0 && table <= length - 16) {
                    buffer.putInt(length - 12, crc(bytes, length - 16 - table, table));
                }
            }
            case SNAPSHOT, DELETIONS -> {}
        }
        return bytes;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] replaced(byte[] bytes, byte[] old, byte[] by) {
        byte[] changed = bytes.clone();
        int at = indexOf(changed, old);
        if (at >= 0) {
            System.arraycopy(by, 0, changed, at, by.length);
        }
        return changed;
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
