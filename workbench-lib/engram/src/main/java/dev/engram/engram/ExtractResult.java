package dev.engram.engram;

import java.util.Locale;

/**
 * What an extract wrote.
 *
 * @param output the folder
 * @param files files written
 * @param folders folders below the top
 * @param links symbolic links
 * @param bytes sizes of the files together
 * @param millis time taken, milliseconds
 */
public record ExtractResult(
        String output, long files, long folders, long links, long bytes, long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d files, %.1f MB, written to %s in %.1f s",
                files,
                bytes / 1e6,
                output,
                millis / 1e3);
    }
}
