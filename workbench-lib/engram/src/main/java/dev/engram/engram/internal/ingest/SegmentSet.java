package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.Deletions;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentMerger;
import dev.engram.engram.internal.index.SegmentMerger.Live;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.semantic.SemanticChannel;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The segments of a snapshot in the making, with their semantic files. Used once. */
final class SegmentSet {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Arena arena;
    private List<Live> live = new ArrayList<>();
    private final List<Snapshot.SegmentRef> refs = new ArrayList<>();
    private long bytesWritten;

    SegmentSet(StoreFiles files, StoreLayout layout, Arena arena) {
        this.files = files;
        this.layout = layout;
        this.arena = arena;
    }

    /**
     * Takes the segments before, less what is stale, and the fresh ones, and merges where due.
     *
     * @param before the snapshot that is gone on with, if any
     */
    SegmentSet make(Optional<Snapshot> before, List<IndexCollector.Fresh> fresh, Set<String> stale)
            throws IOException {
        if (before.isPresent()) {
            takeOld(before.get(), stale);
        }
        for (IndexCollector.Fresh written : fresh) {
            bytesWritten += written.segment().sizeBytes();
            bytesWritten += written.semantic().map(s -> s.sizeBytes()).orElse(0L);
            live.add(open(written.segment().id(), written.semantic().map(s -> s.id())));
        }
        if (before.isPresent() && !live.isEmpty()) {
            merge(live.getFirst().reader().format());
        }
        for (Live one : live) {
            Optional<Id> deletions =
                    one.deleted().isEmpty()
                            ? Optional.empty()
                            : Optional.of(Deletions.write(files, layout, one.deleted()));
            refs.add(new Snapshot.SegmentRef(one.id(), deletions));
        }
        return this;
    }

    private void takeOld(Snapshot before, Set<String> stale) throws IOException {
        Optional<SemanticChannel> channel = SemanticChannel.of(before);
        for (int i = 0; i < before.segments().size(); i++) {
            Snapshot.SegmentRef ref = before.segments().get(i);
            int segment = i;
            Live old = open(ref.segment(), channel.flatMap(c -> c.files().get(segment)));
            if (ref.deletions().isPresent()) {
                old.deleted()
                        .or(Deletions.read(layout, ref.deletions().get(), old.reader().files()));
            }
            if (!stale.isEmpty()) {
                for (int f = 0; f < old.reader().files(); f++) {
                    if (stale.contains(PreviousTree.key(old.reader().path(f)))) {
                        old.deleted().set(f);
                    }
                }
            }
            live.add(old);
        }
    }

    private void merge(LexicalFormat format) throws IOException {
        Optional<SegmentMerger.Merged> merged = SegmentMerger.merge(files, layout, format, live);
        if (merged.isPresent()) {
            live = new ArrayList<>(merged.get().rest());
            if (merged.get().written().isPresent()) {
                bytesWritten += merged.get().written().get().sizeBytes();
                bytesWritten += merged.get().semantic().map(s -> s.sizeBytes()).orElse(0L);
                live.add(
                        open(
                                merged.get().written().get().id(),
                                merged.get().semantic().map(s -> s.id())));
            }
        }
    }

    private Live open(Id segment, Optional<Id> semantic) throws IOException {
        Optional<SemanticReader> trits = Optional.empty();
        if (semantic.isPresent()) {
            trits = Optional.of(SemanticReader.open(layout, semantic.get(), arena));
        }
        return new Live(segment, new BitSet(), SegmentReader.open(layout, segment, arena), trits);
    }

    List<Snapshot.SegmentRef> refs() {
        return refs;
    }

    /** What the snapshot keeps of the semantic channel. */
    Extension extension(SemanticFormat format) {
        return new SemanticChannel(
                        format,
                        live.stream().map(l -> l.semantic().map(SemanticReader::id)).toList())
                .extension();
    }

    /** The segments, and what of each counts. */
    List<Searcher.Part> parts() {
        return live.stream().map(l -> new Searcher.Part(l.reader(), l.deleted())).toList();
    }

    /** Passages that count. */
    long passages() {
        return new Searcher(parts()).passages();
    }

    /** Bytes of segments and semantic files that were written. */
    long bytesWritten() {
        return bytesWritten;
    }
}
