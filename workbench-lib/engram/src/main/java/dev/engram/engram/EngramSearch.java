package dev.engram.engram;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.documents.PassageTexts;
import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.nodes.RoutedSearch;
import dev.engram.engram.internal.semantic.SemanticChannel;
import dev.engram.engram.internal.semantic.SemanticDigest;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The searching side of one snapshot: its passages, found and read. Thread-safe. */
final class EngramSearch {

    private final StoreLayout layout;
    private final Snapshot snapshot;
    private final PassageTexts texts;
    private final Searcher searcher;
    private @Nullable RoutedSearch routed;

    private final Optional<SemanticFormat> semantic;
    private final List<Optional<SemanticReader>> trits;

    private EngramSearch(
            StoreLayout layout,
            Snapshot snapshot,
            PassageTexts texts,
            Searcher searcher,
            Optional<SemanticFormat> semantic,
            List<Optional<SemanticReader>> trits) {
        this.semantic = semantic;
        this.trits = trits;
        this.layout = layout;
        this.snapshot = snapshot;
        this.texts = texts;
        this.searcher = searcher;
    }

    /** Maps the segments of a snapshot for the life of {@code arena}. */
    static EngramSearch open(StoreLayout layout, Snapshot snapshot, PassageTexts texts, Arena arena)
            throws IOException {
        List<Searcher.Part> parts = new ArrayList<>();
        for (Snapshot.SegmentRef ref : snapshot.segments()) {
            parts.add(Searcher.Part.open(layout, ref, arena));
        }
        Optional<SemanticChannel> channel = SemanticChannel.of(snapshot);
        List<Optional<SemanticReader>> trits = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            int segment = i;
            Optional<Id> file = channel.flatMap(c -> c.files().get(segment));
            trits.add(
                    file.isPresent()
                            ? Optional.of(SemanticReader.open(layout, file.get(), arena))
                            : Optional.empty());
        }
        return new EngramSearch(
                layout,
                snapshot,
                texts,
                new Searcher(parts),
                channel.map(SemanticChannel::format),
                trits);
    }

    /** The segments, and what of each counts. */
    List<Searcher.Part> parts() {
        return searcher.parts();
    }

    /** The folder of the engram. */
    String name() {
        return String.valueOf(layout.folder().getFileName());
    }

    Searcher searcher() {
        return searcher;
    }

    /** The format of the semantic channel, if there is one. */
    Optional<SemanticFormat> semantic() {
        return semantic;
    }

    /**
     * Searches the words from coarse to fine, see {@link QueryOptions#beam}.
     *
     * @throws WorkbenchException MISSING if folders have no vectors
     */
    RoutedSearch.Found descend(QueryVector query, QueryOptions options, boolean bestPerFile)
            throws IOException {
        return routed().search(query, options.k(), options.beam(), bestPerFile);
    }

    private synchronized RoutedSearch routed() throws IOException {
        if (routed == null) {
            routed = RoutedSearch.open(layout, snapshot, searcher);
        }
        return routed;
    }

    /** Semantic trits of a segment, unless they are still to be made. */
    Optional<SemanticReader> trits(int part) {
        return trits.get(part);
    }

    /** What the semantic channel says, if there is one. */
    Optional<Id> semanticDigest() {
        return semantic.map(format -> SemanticDigest.of(format, parts(), trits));
    }

    /** Passages that count and are embedded. */
    long embedded() {
        long embedded = 0;
        for (int p = 0; p < trits.size(); p++) {
            if (trits.get(p).isPresent()) {
                SegmentReader segment = parts().get(p).segment();
                int covered = trits.get(p).get().covered();
                embedded += covered;
                BitSet deleted = parts().get(p).deleted();
                for (int f = deleted.nextSetBit(0); f >= 0; f = deleted.nextSetBit(f + 1)) {
                    embedded -=
                            Math.min(covered, segment.firstPassage(f + 1))
                                    - Math.min(covered, segment.firstPassage(f));
                }
            }
        }
        return embedded;
    }

    /**
     * @throws WorkbenchException MISSING if there is no index
     */
    void requireIndex() {
        if (snapshot.dimension() == 0) {
            throw WorkbenchException.missing(
                    name() + " was stored without an index", "ingest it again with --dims auto");
        }
    }

    /** What a passage is shown as. */
    Hit hit(PassageSearch.Ranked found, int rank, boolean withText, String engram)
            throws IOException {
        int part = found.part();
        int passage = found.passage();
        SegmentReader segment = parts().get(part).segment();
        byte[] path = segment.path(segment.fileOf(passage));
        SegmentReader.Place place = segment.place(passage);
        PassageTexts.Shown shown =
                withText ? texts.show(path, place) : new PassageTexts.Shown("", 0, "");
        return new Hit(
                rank,
                found.score(),
                PathBytes.text(path),
                place.startLine(),
                place.endLine(),
                shown.text(),
                shown.page(),
                shown.section(),
                engram);
    }

    /** The text of a passage. */
    String text(int part, int passage) throws IOException {
        SegmentReader segment = parts().get(part).segment();
        return texts.show(segment.path(segment.fileOf(passage)), segment.place(passage)).text();
    }

    /** See {@link Engram#passages}. */
    void passages(Consumer<Passage> consumer) throws IOException {
        for (Searcher.Part part : searcher.parts()) {
            SegmentReader segment = part.segment();
            for (int f = 0; f < segment.files(); f++) {
                if (part.deleted().get(f)) {
                    continue;
                }
                byte[] path = segment.path(f);
                for (SegmentReader.Place place : segment.places(f)) {
                    PassageTexts.Shown shown = texts.show(path, place);
                    consumer.accept(
                            new Passage(
                                    PathBytes.text(path),
                                    place.startLine(),
                                    place.endLine(),
                                    shown.text(),
                                    shown.page(),
                                    shown.section()));
                }
            }
        }
    }
}
