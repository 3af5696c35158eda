package dev.engram.engram.internal.history;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.ingest.KnownChunks;
import dev.engram.engram.internal.ingest.PackSink;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkPlace;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.PackTable;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of each pack when only some chunks are still needed, and writes anew what is
 * needed of packs that are given up. Used once.
 */
final class Repacking {

    /** A pack is given up if more than one part in this many of its content is waste. */
    static final int WASTE_PART = 4;

    private final StoreLayout layout;
    private final ChunkStore store;
    private final Set<Id> live;
    private final List<PackWriter.Pack> keep = new ArrayList<>();
    private final List<PackWriter.Pack> rewrite = new ArrayList<>();
    private final List<PackWriter.Pack> drop = new ArrayList<>();
    private double wastedShare;

    /**
     * @param indexes the indexes that {@code store} reads
     * @param live the chunks that are needed
     */
    Repacking(
            StoreLayout layout, ChunkStore store, Collection<Id> indexes, Set<Id> live, Arena arena)
            throws IOException {
        this.layout = layout;
        this.store = store;
        this.live = live;
        Map<Id, PackWriter.Pack> packs = new LinkedHashMap<>();
        for (Id index : indexes) {
            for (PackWriter.Pack pack : ChunkIndex.open(layout, index, arena).contents()) {
                packs.putIfAbsent(pack.id(), pack);
            }
        }
        packs.values().forEach(this::judge);
    }

    private void judge(PackWriter.Pack pack) {
        long all = 0;
        long used = 0;
        for (PackTable.Frame frame : pack.table().frames()) {
            for (PackTable.Chunk chunk : frame.chunks()) {
                all += chunk.length();
                used += isUsed(pack.id(), chunk.id()) ? chunk.length() : 0;
            }
        }
        if (used == 0 && !holdsEmptyChunk(pack)) {
            drop.add(pack);
        } else if ((all - used) * WASTE_PART > all) {
            rewrite.add(pack);
        } else {
            keep.add(pack);
        }
    }

    private boolean holdsEmptyChunk(PackWriter.Pack pack) {
        return pack.table().frames().stream()
                .flatMap(frame -> frame.chunks().stream())
                .anyMatch(chunk -> chunk.length() == 0 && isUsed(pack.id(), chunk.id()));
    }

    /** Whether a chunk is needed, and this pack is where it is read from. */
    private boolean isUsed(Id pack, Id chunk) {
        if (!live.contains(chunk)) {
            return false;
        }
        ChunkPlace place = store.find(chunk);
        return place != null && place.pack().equals(pack);
    }

    /** Packs of which nothing is needed. */
    List<PackWriter.Pack> dropped() {
        return drop;
    }

    /** Packs of which what is needed is written anew. */
    List<PackWriter.Pack> rewritten() {
        return rewrite;
    }

    /** Whether anything changes. */
    boolean isNeeded() {
        return !drop.isEmpty() || !rewrite.isEmpty();
    }

    /** The part of a rewritten pack's content that is needed, from 0 to 1. */
    double usedShare(PackWriter.Pack pack) {
        long all = 1;
        long used = 0;
        for (PackTable.Frame frame : pack.table().frames()) {
            for (PackTable.Chunk chunk : frame.chunks()) {
                all += chunk.length();
                used += isUsed(pack.id(), chunk.id()) ? chunk.length() : 0;
            }
        }
        return (double) used / all;
    }

    /**
     * What was written.
     *
     * @param index the one index of all packs that stay
     * @param bytes sizes of the new packs
     */
    record Written(Id index, long bytes) {}

    /** Writes the new packs and an index of all that stay. */
    Written write(StoreFiles files, Progress progress) throws IOException {
        List<PackWriter.Pack> packs = new ArrayList<>(keep);
        long bytes = 0;
        try (PackSink sink = new PackSink(files, layout)) {
            try (FrameWriter frames = new FrameWriter(sink, new KnownChunks(Optional.empty()))) {
                long done = 0;
                for (PackWriter.Pack pack : rewrite) {
                    copy(pack, frames);
                    progress.update("rewriting packs", ++done, rewrite.size(), Progress.Unit.ITEMS);
                }
                frames.finish();
            }
            for (PackWriter.Pack pack : sink.finished()) {
                packs.add(pack);
                bytes += pack.sizeBytes();
            }
        }
        return new Written(ChunkIndex.write(files, layout, packs), bytes);
    }

    private void copy(PackWriter.Pack pack, FrameWriter frames) throws IOException {
        for (PackTable.Frame frame : pack.table().frames()) {
            Interrupts.check("nothing was removed");
            for (PackTable.Chunk chunk : frame.chunks()) {
                if (!isUsed(pack.id(), chunk.id())) {
                    continue;
                }
                byte[] content = store.read(chunk.id());
                if (!frames.add(content, 0, content.length).id().equals(chunk.id())) {
                    throw WorkbenchException.damaged(
                            "damaged: chunk " + chunk.id() + " is not what was written",
                            "mend it first: workbench engram repair -e " + layout.folder());
                }
            }
        }
    }
}
