package dev.engram.engram.internal.repair;

import dev.engram.base.Progress;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.ingest.KnownChunks;
import dev.engram.engram.internal.ingest.PackSink;
import dev.engram.engram.internal.ingest.SourceChunks;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fetches chunks that are lost from the folder they came from, where their hash still fits. */
final class Fetch {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final Progress progress;
    private final Arena arena;

    Fetch(StoreFiles files, StoreLayout layout, Progress progress, Arena arena) {
        this.files = files;
        this.layout = layout;
        this.progress = progress;
        this.arena = arena;
    }

    /**
     * Fetches what the trees of some snapshots lack.
     *
     * @param packs all whole packs; those written are added
     * @return how many chunks came back
     */
    long run(Path source, Collection<Snapshot> snapshots, List<PackWriter.Pack> packs)
            throws IOException, InterruptedException {
        Snapshot newest = List.copyOf(snapshots).getLast();
        IngestOptions options =
                IngestOptions.defaults().withFilter(newest.includes(), newest.excludes());
        SourceChunks chunks =
                SourceChunks.read(files, SourceFiles.disk(), layout, source, options, progress);
        // folders first: they tell which files are lost
        long before = lost(snapshots, packs).size();
        try (ChunkStore store = store(packs)) {
            write(packs, new KnownChunks(Optional.of(store)), chunks::storeFolders);
        }
        Set<Id> wanted = lost(snapshots, packs);
        long folders = Math.max(0, before - wanted.size());
        long[] fetched = {0};
        write(
                packs,
                new KnownChunks(Optional.empty()),
                frames -> fetched[0] = chunks.store(wanted, frames));
        return folders + fetched[0];
    }

    @FunctionalInterface
    private interface Work {
        void run(FrameWriter frames) throws IOException;
    }

    private void write(List<PackWriter.Pack> packs, KnownChunks known, Work work)
            throws IOException {
        try (PackSink sink = new PackSink(files, layout)) {
            try (FrameWriter frames = new FrameWriter(sink, known)) {
                work.run(frames);
                frames.finish();
            }
            packs.addAll(sink.finished());
        }
    }

    private ChunkStore store(List<PackWriter.Pack> packs) throws IOException {
        return new ChunkStore(layout, List.of(ChunkIndex.write(files, layout, packs)), arena);
    }

    private Set<Id> lost(Collection<Snapshot> snapshots, List<PackWriter.Pack> packs)
            throws IOException {
        Set<Id> lost = new HashSet<>();
        try (ChunkStore store = store(packs)) {
            Availability available = new Availability(store, snapshots.iterator().next());
            for (Snapshot snapshot : snapshots) {
                lost.addAll(available.lost(snapshot.tree()));
            }
        }
        return lost;
    }
}
