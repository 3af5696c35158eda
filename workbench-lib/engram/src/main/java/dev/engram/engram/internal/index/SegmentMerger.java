package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the number of segments small: when there are too many, the smallest become one; a segment
 * of which little counts is written anew. What the index says stays the same.
 */
public final class SegmentMerger {

    /** More segments than this are merged. */
    static final int MOST_SEGMENTS = 8;

    /** How many of the smallest are merged at once. */
    private static final int MERGED = 6;

    private SegmentMerger() {}

    /**
     * A segment of a snapshot to be.
     *
     * @param id its name
     * @param deleted its files that no longer count
     * @param reader reads it
     */
    public record Live(Id id, BitSet deleted, SegmentReader reader) {
        private long counting() {
            return new Searcher(List.of(new Searcher.Part(reader, deleted))).passages();
        }
    }

    /** Chooses what to merge; empty if nothing needs it. */
    static List<Live> choose(List<Live> segments) {
        List<Live> sparse =
                segments.stream().filter(s -> s.counting() * 2 < s.reader.passages()).toList();
        if (segments.size() <= MOST_SEGMENTS) {
            return sparse;
        }
        List<Live> chosen =
                new ArrayList<>(
                        segments.stream()
                                .sorted(Comparator.comparingLong(Live::counting))
                                .limit(MERGED)
                                .toList());
        sparse.stream().filter(s -> !chosen.contains(s)).forEach(chosen::add);
        return chosen;
    }

    /**
     * Merges where it is due.
     *
     * @return the merged segment and what it replaces, or nothing
     */
    public static Optional<Merged> merge(
            StoreFiles files, StoreLayout layout, LexicalFormat format, List<Live> segments)
            throws IOException {
        List<Live> chosen = choose(segments);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        List<PassageLog> logs = new ArrayList<>();
        for (Live live : chosen) {
            if (live.counting() > 0) {
                logs.add(SegmentLogs.of(live.reader, live.deleted));
            }
        }
        List<Live> rest = segments.stream().filter(s -> !chosen.contains(s)).toList();
        return Optional.of(
                new Merged(
                        rest,
                        logs.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new SegmentWriter(format, logs).write(files, layout))));
    }

    /**
     * The outcome of a merge.
     *
     * @param rest segments that stay as they are
     * @param written the new one, unless nothing of the merged ones counts
     */
    public record Merged(List<Live> rest, Optional<SegmentWriter.Written> written) {}
}
