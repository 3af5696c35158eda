package dev.engram.engram.internal.ingest;

import java.util.Locale;
import java.util.Map;

/**
 * Where the time of an ingest goes: each thread is in one stage at a time. Serves one thread; about
 * 25 ns a change of stage, so it always runs.
 */
final class StageClock {

    /** What a thread does. */
    enum Stage {
        /** Reading names and attributes of the tree. */
        WALK,
        /** Waiting for another thread. */
        WAIT,
        /** Opening and reading files. */
        READ,
        /** SHA-256 of chunks. */
        HASH,
        /** zstd. */
        COMPRESS,
        /** Appending frames to packs, with their checksums. */
        WRITE,
        /** Looking for secrets and binary content. */
        INSPECT,
        /** Documents to text, the waiting for their readers included. */
        EXTRACT,
        /** Cutting passages. */
        SPLIT,
        /** Tokens, their counts and the passages' trits. */
        ENCODE,
        /** Sorting postings by token. */
        SORT,
        /** Writing the folders' nodes. */
        TREE,
        /** Writing segments. */
        SEGMENT,
        /** Summing the vectors of folders. */
        NODES,
        /** Forcing packs, chunk index and snapshot to the disk. */
        COMMIT
    }

    private final long[] nanos = new long[Stage.values().length];
    private Stage current;
    private long since = System.nanoTime();

    StageClock(Stage first) {
        current = first;
    }

    /**
     * Ends the stage and begins another.
     *
     * @return the stage that ended, to be entered again
     */
    Stage enter(Stage next) {
        long now = System.nanoTime();
        Stage before = current;
        nanos[before.ordinal()] += now - since;
        since = now;
        current = next;
        return before;
    }

    /** Adds the times so far to {@code totals}, in milliseconds. */
    void addTo(Map<String, Long> totals) {
        enter(current);
        for (Stage stage : Stage.values()) {
            String name = stage.name().toLowerCase(Locale.ROOT);
            totals.merge(name, nanos[stage.ordinal()] / 1_000_000, Long::sum);
        }
    }
}
