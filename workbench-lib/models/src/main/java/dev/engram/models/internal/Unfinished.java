package dev.engram.models.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What a process that was killed left half written. */
public final class Unfinished {

    /** Who writes touches his file more often than that. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private Unfinished() {}

    /**
     * Deletes the files of a folder whose names begin so and that nobody has written to for a day;
     * what cannot be deleted stays.
     *
     * @param prefix such as {@code .quantize-}
     */
    public static void clear(Path folder, String prefix) {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return; // It only takes room.
        }
    }
}
