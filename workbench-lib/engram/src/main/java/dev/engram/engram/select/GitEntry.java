package dev.engram.engram.select;

import java.nio.charset.StandardCharsets;

/**
 * A file, link or submodule of a git tree.
 *
 * @param path from the folder asked for, names joined by slashes, in bytes as git keeps them
 * @param kind what it is
 * @param object its object's name in hexadecimal digits
 * @param size of a file or of a link's target, in bytes; 0 for a submodule
 */
public record GitEntry(byte[] path, Kind kind, String object, long size) {

    /** What git tells apart. */
    public enum Kind {
        FILE(0644),
        EXECUTABLE(0755),
        LINK(0777),
        SUBMODULE(0755);

        private final int mode;

        Kind(int mode) {
            this.mode = mode;
        }

        /** The permission bits that a checkout gives it. */
        public int mode() {
            return mode;
        }
    }

    /** The path for people; what is not UTF-8 in it becomes U+FFFD. */
    public String text() {
        return new String(path, StandardCharsets.UTF_8);
    }
}
