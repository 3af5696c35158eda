package dev.engram.engram;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The snapshots of an engram, the newest first.
 *
 * @param snapshots one each
 */
public record History(List<Entry> snapshots) implements Iterable<History.Entry> {

    private static final int SHOWN_DIGITS = 12;

    public History {
        snapshots = List.copyOf(snapshots);
    }

    /**
     * One snapshot.
     *
     * @param id its name
     * @param taken when, ISO 8601, UTC
     * @param source the folder it was taken from
     * @param files number of files
     * @param bytes sizes of the files together
     * @param added files that the snapshot before did not have; all of them in the oldest
     * @param modified files with other content than before
     * @param removed files that were there before
     * @param passages passages that can be found
     */
    public record Entry(
            String id,
            String taken,
            String source,
            long files,
            long bytes,
            long added,
            long modified,
            long removed,
            long passages) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s  %s  %,9d files  %,9.1f MB  +%,d ~%,d -%,d  %,d passages  %s",
                    id.substring(0, SHOWN_DIGITS),
                    taken,
                    files,
                    bytes / 1e6,
                    added,
                    modified,
                    removed,
                    passages,
                    source);
        }
    }

    @Override
    public Iterator<Entry> iterator() {
        return snapshots.iterator();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        snapshots.forEach(s -> out.append(s).append('\n'));
        return out.toString().stripTrailing();
    }
}
