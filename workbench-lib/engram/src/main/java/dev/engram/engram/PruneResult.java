package dev.engram.engram;

import java.util.List;
import java.util.Locale;

/**
 * What a prune removed, or would remove.
 *
 * @param dryRun whether nothing was done; sizes are estimates then
 * @param removed ids of the snapshots that are gone from the log
 * @param renamed the ids that kept snapshots had and have, if their packs were rewritten
 * @param kept number of snapshots that stay
 * @param reading ids of snapshots that are gone from the log and stay on the disk, because somebody
 *     reads them; a later prune removes them
 * @param packsDropped packs of which nothing was needed
 * @param packsRewritten packs of which a part was needed
 * @param filesRemoved files that were deleted
 * @param bytesRemoved sizes of the deleted files
 * @param bytesWritten sizes of the packs that replace rewritten ones
 * @param millis time taken, milliseconds
 */
public record PruneResult(
        boolean dryRun,
        List<String> removed,
        List<Renamed> renamed,
        int kept,
        List<String> reading,
        int packsDropped,
        int packsRewritten,
        long filesRemoved,
        long bytesRemoved,
        long bytesWritten,
        long millis) {

    public PruneResult {
        removed = List.copyOf(removed);
        renamed = List.copyOf(renamed);
        reading = List.copyOf(reading);
    }

    @Override
    public String toString() {
        String text =
                String.format(
                        Locale.ROOT,
                        "%s%d snapshots removed, %d kept; %,d files of %.1f MB %s, %d packs"
                                + " rewritten to %.1f MB, %.1f s",
                        dryRun ? "would do: " : "",
                        removed.size(),
                        kept,
                        filesRemoved,
                        bytesRemoved / 1e6,
                        dryRun ? "deleted (an estimate)" : "deleted",
                        packsRewritten,
                        bytesWritten / 1e6,
                        millis / 1e3);
        return reading.isEmpty()
                ? text
                : text
                        + "\n"
                        + reading.size()
                        + " snapshots are being read and stay on the disk until a later prune";
    }
}
