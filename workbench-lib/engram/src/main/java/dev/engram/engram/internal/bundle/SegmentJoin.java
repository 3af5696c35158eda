package dev.engram.engram.internal.bundle;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.Deletions;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentMerger;
import dev.engram.engram.internal.index.SegmentMerger.Live;
import dev.engram.engram.internal.index.SegmentPrefixer;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.select.Secrets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the segments of the parts over, with the paths they have in the bundle. Each file counts
 * once; one whose new path alone makes it a secret counts no more. Used once.
 */
final class SegmentJoin {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final FileTransfer transfer;
    private final Arena arena;
    private final Set<String> seen = new HashSet<>();
    private List<Live> live = new ArrayList<>();

    SegmentJoin(StoreFiles files, StoreLayout layout, FileTransfer transfer, Arena arena) {
        this.files = files;
        this.layout = layout;
        this.transfer = transfer;
        this.arena = arena;
    }

    void add(Part part) throws IOException {
        for (Snapshot.SegmentRef ref : part.snapshot().segments()) {
            Searcher.Part from = Searcher.Part.open(part.layout(), ref, arena);
            SegmentReader segment = from.segment();
            BitSet deleted = from.deleted();
            for (int f = 0; f < segment.files(); f++) {
                byte[] path = part.prefix().join(segment.path(f));
                boolean secret =
                        !part.prefix().isEmpty()
                                && Secrets.byName(PathBytes.text(path)).isPresent();
                if (!deleted.get(f)
                        && (secret || !seen.add(new String(path, StandardCharsets.ISO_8859_1)))) {
                    deleted.set(f);
                }
            }
            if (deleted.cardinality() < segment.files()) {
                Id id = take(part, ref.segment());
                live.add(new Live(id, deleted, SegmentReader.open(layout, id, arena)));
            }
        }
    }

    private Id take(Part part, Id segment) throws IOException {
        if (part.prefix().isEmpty()) {
            transfer.take(part.layout(), FileKind.SEGMENT, segment);
            return segment;
        }
        return SegmentPrefixer.write(
                files, layout, part.layout(), segment, part.prefix()::join, arena);
    }

    /** Writes what is left to write; the segments of the bundle. */
    List<Snapshot.SegmentRef> finish() throws IOException {
        while (!live.isEmpty()) {
            Optional<SegmentMerger.Merged> merged =
                    SegmentMerger.merge(files, layout, live.getFirst().reader().format(), live);
            if (merged.isEmpty()) {
                break;
            }
            live = new ArrayList<>(merged.get().rest());
            if (merged.get().written().isPresent()) {
                Id id = merged.get().written().get().id();
                live.add(new Live(id, new BitSet(), SegmentReader.open(layout, id, arena)));
            }
        }
        List<Snapshot.SegmentRef> refs = new ArrayList<>();
        for (Live one : live) {
            refs.add(
                    new Snapshot.SegmentRef(
                            one.id(),
                            one.deleted().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(Deletions.write(files, layout, one.deleted()))));
        }
        return refs;
    }

    /** Passages that count. */
    long passages() {
        long passages = 0;
        for (Live one : live) {
            for (int f = 0; f < one.reader().files(); f++) {
                if (!one.deleted().get(f)) {
                    passages += one.reader().firstPassage(f + 1) - one.reader().firstPassage(f);
                }
            }
        }
        return passages;
    }
}
