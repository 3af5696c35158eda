package dev.engram.engram.internal.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of files in an engram, each with its folder, extension, magic, version and code. */
public enum FileKind {
    /** Chunks in compressed frames, and a table of them. */
    PACK(1, "packs", ".pack", "ENGRPACK", 1),
    /** Where each chunk lies; can be rebuilt from the packs. */
    CHUNKS(2, "chunks", ".chunks", "ENGRCHNK", 1),
    /** Postings of passages. */
    SEGMENT(3, "index", ".segment", "ENGRSEGM", 1),
    /** Files of a segment that no longer count. */
    DELETIONS(4, "index", ".deletions", "ENGRDELS", 1),
    /** One state of the whole tree. */
    SNAPSHOT(5, "snapshots", ".snapshot", "ENGRSNAP", 2),
    /** Semantic trits of the passages of a segment. */
    SEMANTIC(6, "index", ".semantic", "ENGRSEMA", 1),
    /** Integer sums of the passages of folders. */
    NODES(7, "index", ".nodes", "ENGRNODE", 1);

    /** Bytes of magic and version. */
    public static final int HEADER_BYTES = 12;

    private static final int MAGIC_BYTES = 8;

    private final int code;
    private final String folder;
    private final String extension;
    private final byte[] magic;
    private final int version;

    FileKind(int code, String folder, String extension, String magic, int version) {
        this.code = code;
        this.folder = folder;
        this.extension = extension;
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
        this.version = version;
    }

    /** The kind with a code, as references to files hold it. */
    public static Optional<FileKind> of(int code) {
        for (FileKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The number of this kind in references; never changes. */
    public int code() {
        return code;
    }

    public String folder() {
        return folder;
    }

    public String extension() {
        return extension;
    }

    /** The version this code writes; readers take this one and older ones. */
    public int version() {
        return version;
    }

    byte[] header() {
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(magic, 0, header, 0, MAGIC_BYTES);
        header[MAGIC_BYTES] = (byte) version;
        return header;
    }

    /**
     * The version in a header; 0 if it is of another kind, or too short.
     *
     * @param bytes of the file, from its beginning
     */
    int versionOf(byte[] bytes) {
        if (bytes.length < HEADER_BYTES
                || !java.util.Arrays.equals(magic, 0, MAGIC_BYTES, bytes, 0, MAGIC_BYTES)) {
            return 0;
        }
        int version = bytes[8] & 0xFF;
        return bytes[9] == 0 && bytes[10] == 0 && bytes[11] == 0 ? version : Integer.MAX_VALUE;
    }
}
