package dev.engram.engram;

import java.util.List;
import java.util.Locale;

/**
 * What a repair found and did.
 *
 * @param snapshot id of the newest snapshot now
 * @param actions what was done, in the order of doing; none if nothing was damaged
 * @param lost what could not be saved; {@code check} goes on naming it
 * @param renamed snapshots that have another id now, because they name other files
 * @param chunksFetched chunks that came from the source folder
 * @param bytesWritten bytes of new packs
 * @param millis time taken, milliseconds
 */
public record RepairResult(
        String snapshot,
        List<Action> actions,
        List<Lost> lost,
        List<Renamed> renamed,
        long chunksFetched,
        long bytesWritten,
        long millis) {

    private static final int SHOWN = 20;

    public RepairResult {
        actions = List.copyOf(actions);
        lost = List.copyOf(lost);
        renamed = List.copyOf(renamed);
    }

    /**
     * One thing that was mended or given up.
     *
     * @param file the damaged file, below the engram's folder
     * @param kind root, snapshot, pack, chunks, segment, deletions, manifest or an extension
     * @param done what was done
     */
    public record Action(String file, String kind, String done) {

        @Override
        public String toString() {
            return kind + " " + file + ": " + done;
        }
    }

    /**
     * A file or folder that is in a snapshot no more.
     *
     * @param snapshot id of the snapshot, as it is now
     * @param path below the top folder
     * @param kind {@code file} or {@code folder}; a folder is lost with all that was in it
     */
    public record Lost(String snapshot, String path, String kind) {

        @Override
        public String toString() {
            return "lost " + kind + " " + path + " of snapshot " + snapshot.substring(0, 12);
        }
    }

    /** Whether everything is as it was before the damage. */
    public boolean isWhole() {
        return lost.isEmpty();
    }

    @Override
    public String toString() {
        if (actions.isEmpty()) {
            return "nothing is damaged";
        }
        StringBuilder out = new StringBuilder();
        actions.forEach(a -> out.append(a).append('\n'));
        lost.stream().limit(SHOWN).forEach(l -> out.append(l).append('\n'));
        if (lost.size() > SHOWN) {
            out.append("… and ").append(lost.size() - SHOWN).append(" more (--json has all)\n");
        }
        return out.append(
                        String.format(
                                Locale.ROOT,
                                "%s, %.1f s",
                                lost.isEmpty()
                                        ? "repaired: nothing is lost"
                                        : "repaired: "
                                                + lost.size()
                                                + " paths are lost (--source FOLDER may bring them"
                                                + " back before they are given up)",
                                millis / 1e3))
                .toString();
    }
}
