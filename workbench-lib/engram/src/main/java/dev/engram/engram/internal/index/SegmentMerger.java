package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.semantic.PassageTrits;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.semantic.SemanticWriter;
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
     * @param semantic its semantic trits, if it has any
     */
    public record Live(
            Id id, BitSet deleted, SegmentReader reader, Optional<SemanticReader> semantic) {
        /** A segment without semantic trits. */
        public Live(Id id, BitSet deleted, SegmentReader reader) {
            this(id, deleted, reader, Optional.empty());
        }

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
        List<Live> merged = chosen.stream().filter(live -> live.counting() > 0).toList();
        for (Live live : merged) {
            logs.add(SegmentLogs.of(live.reader, live.deleted));
        }
        List<Live> rest = segments.stream().filter(s -> !chosen.contains(s)).toList();
        if (logs.isEmpty()) {
            return Optional.of(new Merged(rest, Optional.empty(), Optional.empty()));
        }
        SegmentWriter.Written written = new SegmentWriter(format, logs).write(files, layout);
        return Optional.of(
                new Merged(rest, Optional.of(written), semantic(files, layout, merged, written)));
    }

    /** Nothing unless all passages are embedded: what is missing is soon embedded again. */
    private static Optional<SemanticWriter.Written> semantic(
            StoreFiles files, StoreLayout layout, List<Live> merged, SegmentWriter.Written written)
            throws IOException {
        List<PassageTrits> trits = new ArrayList<>();
        for (Live live : merged) {
            if (live.semantic.isEmpty() || !live.semantic.get().isComplete()) {
                return Optional.empty();
            }
            BitSet passages = new BitSet();
            live.deleted.stream()
                    .forEach(
                            f ->
                                    passages.set(
                                            live.reader.firstPassage(f),
                                            live.reader.firstPassage(f + 1)));
            trits.add(live.semantic.get().without(passages));
        }
        return Optional.of(
                SemanticWriter.write(
                        files,
                        layout,
                        written.id(),
                        merged.getFirst().semantic.map(SemanticReader::dimension).orElse(0),
                        (int) written.passages(),
                        trits));
    }

    /**
     * The outcome of a merge.
     *
     * @param rest segments that stay as they are
     * @param written the new one, unless nothing of the merged ones counts
     * @param semantic its semantic trits, if all merged ones had them
     */
    public record Merged(
            List<Live> rest,
            Optional<SegmentWriter.Written> written,
            Optional<SemanticWriter.Written> semantic) {}
}
