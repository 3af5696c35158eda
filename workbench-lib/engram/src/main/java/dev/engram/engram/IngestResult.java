package dev.engram.engram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an ingest did.
 *
 * @param snapshot id of the new snapshot
 * @param files files stored
 * @param bytes their sizes together
 * @param storedBytes bytes on disk of content and manifest: packs, chunk indexes, snapshots
 * @param indexBytes bytes on disk of the search index
 * @param passages passages that can be found
 * @param unindexed files stored but not indexed: binary or very long
 * @param folders folders below the top
 * @param links symbolic links
 * @param skipped sockets, pipes and devices, which are left out
 * @param ignored files and folders that ignore files leave out
 * @param notices a line for each file that was stored, but held back from the index
 * @param stageMillis where the time went: milliseconds of each stage, summed over the threads; that
 *     of the walk holds its waiting for the others
 * @param millis time taken, milliseconds
 */
public record IngestResult(
        String snapshot,
        long files,
        long bytes,
        long storedBytes,
        long indexBytes,
        long passages,
        long unindexed,
        long folders,
        long links,
        long skipped,
        long ignored,
        List<String> notices,
        Map<String, Long> stageMillis,
        long millis) {

    private static final int SHOWN_NOTICES = 5;

    public IngestResult {
        notices = List.copyOf(notices);
        stageMillis = Collections.unmodifiableMap(new LinkedHashMap<>(stageMillis));
    }

    @Override
    public String toString() {
        return withNotices(summary(), notices);
    }

    /** A summary and the first notices, a line each. */
    static String withNotices(String summary, List<String> notices) {
        StringBuilder text = new StringBuilder(summary);
        notices.stream().limit(SHOWN_NOTICES).forEach(n -> text.append('\n').append(n));
        if (notices.size() > SHOWN_NOTICES) {
            text.append("\n… and ").append(notices.size() - SHOWN_NOTICES).append(" more");
        }
        return text.toString();
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%,d files, %.1f MB: stored in %.1f MB, %,d passages indexed in %.1f MB, %.1f s%s",
                files,
                bytes / 1e6,
                storedBytes / 1e6,
                passages,
                indexBytes / 1e6,
                millis / 1e3,
                skipped == 0 ? "" : " (" + skipped + " special files left out)");
    }
}
