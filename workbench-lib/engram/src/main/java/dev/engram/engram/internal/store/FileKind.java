package dev.engram.engram.internal.store;

import java.nio.charset.StandardCharsets;

/** The kinds of files in an engram, each with its folder, extension, magic and version. */
public enum FileKind {
    /** Chunks in compressed frames, and a table of them. */
    PACK("packs", ".pack", "ENGRPACK"),
    /** Where each chunk lies; can be rebuilt from the packs. */
    CHUNKS("chunks", ".chunks", "ENGRCHNK"),
    /** Postings of passages. */
    SEGMENT("index", ".segment", "ENGRSEGM"),
    /** Files of a segment that no longer count. */
    DELETIONS("index", ".deletions", "ENGRDELS"),
    /** One state of the whole tree. */
    SNAPSHOT("snapshots", ".snapshot", "ENGRSNAP");

    /** The version this code writes; readers take this and older ones. */
    public static final int VERSION = 1;

    /** Bytes of magic and version. */
    public static final int HEADER_BYTES = 12;

    private final String folder;
    private final String extension;
    private final byte[] magic;

    FileKind(String folder, String extension, String magic) {
        this.folder = folder;
        this.extension = extension;
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
    }

    public String folder() {
        return folder;
    }

    public String extension() {
        return extension;
    }

    byte[] header() {
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(magic, 0, header, 0, magic.length);
        header[8] = VERSION;
        return header;
    }
}
