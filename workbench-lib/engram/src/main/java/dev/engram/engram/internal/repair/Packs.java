package dev.engram.engram.internal.repair;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.check.WholeFile;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.store.BitRepair;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.PackReader;
import dev.engram.engram.internal.store.PackTable;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes stock of the packs: which are whole, and what is left in the others. */
final class Packs {

    private final StoreLayout layout;
    private final List<PackWriter.Pack> whole = new ArrayList<>();

    /** Damaged or missing packs, with their frames as far as a table or an index tells them. */
    private final Map<Id, List<PackTable.Frame>> damaged = new LinkedHashMap<>();

    private final Set<Id> badIndexes = new LinkedHashSet<>();
    private long bytesRead;

    private Packs(StoreLayout layout) {
        this.layout = layout;
    }

    /** Reads all indexes that are named and all packs that they or the folder know. */
    static Packs read(StoreLayout layout, Collection<Id> indexes, Progress progress, Arena arena)
            throws IOException {
        Packs packs = new Packs(layout);
        Map<Id, List<PackTable.Frame>> known = new HashMap<>();
        Set<Id> ids = new LinkedHashSet<>();
        for (Id id : indexes) {
            try {
                if (!WholeFile.is(layout, FileKind.CHUNKS, id, n -> {})) {
                    packs.badIndexes.add(id);
                    continue;
                }
                for (PackWriter.Pack pack : ChunkIndex.open(layout, id, arena).contents()) {
                    known.putIfAbsent(pack.id(), pack.table().frames());
                    ids.add(pack.id());
                }
            } catch (WorkbenchException e) {
                if (e.category() != WorkbenchException.Category.DAMAGED) {
                    throw e;
                }
                packs.badIndexes.add(id);
            }
        }
        ids.addAll(layout.ids(FileKind.PACK));
        for (Id id : ids) {
            packs.add(id, known.getOrDefault(id, List.of()), progress);
        }
        // a damaged pack that no index names is rubbish if all indexes can be read
        if (packs.badIndexes.isEmpty()) {
            packs.damaged.keySet().removeIf(id -> !known.containsKey(id));
        }
        return packs;
    }

    private void add(Id id, List<PackTable.Frame> known, Progress progress) throws IOException {
        boolean isWhole =
                WholeFile.is(
                        layout,
                        FileKind.PACK,
                        id,
                        n -> {
                            bytesRead += n;
                            progress.update(
                                    "reading the engram", bytesRead, -1, Progress.Unit.BYTES);
                        });
        List<PackTable.Frame> frames = known;
        try (PackReader reader = new PackReader(layout, id)) {
            frames = reader.table().frames();
            if (isWhole) {
                whole.add(new PackWriter.Pack(id, 0, new PackTable(frames)));
                return;
            }
        } catch (WorkbenchException e) {
            // its table is gone; an index may know better
        }
        damaged.put(id, frames);
    }

    /** Packs whose bytes are what was written. */
    List<PackWriter.Pack> whole() {
        return whole;
    }

    /** Names of packs that are damaged or missing. */
    Set<Id> damaged() {
        return damaged.keySet();
    }

    /** Names of indexes that are damaged or missing. */
    Set<Id> badIndexes() {
        return badIndexes;
    }

    /** Whether every pack and index is what was written. */
    boolean areWhole() {
        return damaged.isEmpty() && badIndexes.isEmpty();
    }

    /**
     * How much of a damaged pack could be read.
     *
     * @param saved chunks that are what their names say
     * @param lost chunks that are not
     */
    record Salvaged(long saved, long lost) {}

    /** Stores again what can be read of a damaged pack. */
    Salvaged salvage(Id pack, FrameWriter frames) throws IOException {
        long saved = 0;
        long lost = 0;
        List<PackTable.Frame> all = damaged.getOrDefault(pack, List.of());
        try (PackReader reader = new PackReader(layout, pack)) {
            for (PackTable.Frame frame : all) {
                Interrupts.check("nothing was changed");
                byte[] content = content(reader, frame);
                int at = 0;
                for (PackTable.Chunk chunk : frame.chunks()) {
                    if (chunk.length() <= content.length - at
                            && Id.hash(Id.sha256(), content, at, chunk.length())
                                    .equals(chunk.id())) {
                        frames.add(content, at, chunk.length());
                        saved++;
                    } else {
                        lost++;
                    }
                    at += chunk.length();
                }
            }
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.INTERRUPTED) {
                throw e;
            }
            // it is missing
            lost = all.stream().mapToLong(f -> f.chunks().size()).sum() - saved;
        }
        return new Salvaged(saved, lost);
    }

    /** A frame's content, a single wrong bit mended; empty if there is more damage. */
    private static byte[] content(PackReader reader, PackTable.Frame frame) throws IOException {
        byte[] stored;
        try {
            stored = reader.stored(frame.offset(), frame.storedBytes());
        } catch (WorkbenchException e) {
            return new byte[0]; // the pack is cut off before
        }
        // not compressed: each chunk stands for itself
        byte[] otherwise = stored.length == frame.rawBytes() ? stored : new byte[0];
        return BitRepair.frame(stored, frame.rawBytes(), frame.checksum()).orElse(otherwise);
    }
}
