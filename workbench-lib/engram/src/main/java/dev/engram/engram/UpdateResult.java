package dev.engram.engram;

import java.util.List;
import java.util.Locale;

/**
 * What an update did.
 *
 * @param snapshot id of the newest snapshot: a new one, or the old one if nothing had changed
 * @param added files that were not there before
 * @param modified files with other content
 * @param removed files that are gone
 * @param unchanged files with the same content
 * @param bytesRead bytes of files that had to be read
 * @param bytesWritten bytes written to the engram
 * @param passages passages that can be found now
 * @param notices a line for each file read that was stored, but held back from the index
 * @param millis time taken, milliseconds
 */
public record UpdateResult(
        String snapshot,
        long added,
        long modified,
        long removed,
        long unchanged,
        long bytesRead,
        long bytesWritten,
        long passages,
        List<String> notices,
        long millis) {

    public UpdateResult {
        notices = List.copyOf(notices);
    }

    @Override
    public String toString() {
        return IngestResult.withNotices(summary(), notices);
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%,d added, %,d modified, %,d removed, %,d unchanged: %.1f MB read, %.1f MB"
                        + " written, %.1f s",
                added,
                modified,
                removed,
                unchanged,
                bytesRead / 1e6,
                bytesWritten / 1e6,
                millis / 1e3);
    }
}
