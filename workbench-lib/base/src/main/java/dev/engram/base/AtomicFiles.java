package dev.engram.base;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all. */
public final class AtomicFiles {

    /** Names of unfinished files start with it; whoever reads a folder skips them. */
    public static final String UNFINISHED = ".unfinished-";

    private AtomicFiles() {}

    /** Writes text in UTF-8; missing folders are made. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Temporary file, force, rename; missing folders are made. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, UNFINISHED, "");
        try {
            // a stream, not a channel: an interrupt must not tear a finished record
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                out.write(bytes);
                out.getFD().sync();
            }
            readableLikeAnyFile(temporary);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Temporary files are private; results are to be read by others of the group, too. */
    private static void readableLikeAnyFile(Path file) throws IOException {
        var view =
                Files.getFileAttributeView(
                        file, java.nio.file.attribute.PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(
                    java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        }
    }
}
