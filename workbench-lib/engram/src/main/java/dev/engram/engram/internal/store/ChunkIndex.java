package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memory-mapped table from chunk id to place, sorted by id.
 *
 * <p>Layout after the header: counts of packs, frames, chunks (u32 each) · pack ids (32) · frames
 * (pack u32, offset u64, stored u32, raw u32, checksum u32) · chunks (id 32, frame u32, offset u32,
 * length u32) · CRC32C of all before (u32). Thread-safe.
 */
public final class ChunkIndex {

    private static final int FRAME_BYTES = 24;
    private static final int CHUNK_BYTES = Id.BYTES + 12;
    private static final int COUNTS_AT = FileKind.HEADER_BYTES;
    private static final int PACKS_AT = COUNTS_AT + 12;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong ID_WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment map;
    private final int packs;
    private final int frames;
    private final int chunks;
    private final long framesAt;
    private final long chunksAt;

    private ChunkIndex(MemorySegment map, String name) {
        this.map = map;
        long size = map.byteSize();
        if (size < PACKS_AT + 4) {
            throw damaged(name, "it is too short");
        }
        packs = map.get(INT, COUNTS_AT);
        frames = map.get(INT, COUNTS_AT + 4);
        chunks = map.get(INT, COUNTS_AT + 8);
        framesAt = PACKS_AT + (long) packs * Id.BYTES;
        chunksAt = framesAt + (long) frames * FRAME_BYTES;
        boolean whole =
                packs >= 0
                        && frames >= 0
                        && chunks >= 0
                        && chunksAt + (long) chunks * CHUNK_BYTES + 4 == size
                        && startsRight(map);
        if (!whole) {
            throw damaged(name, "its counts do not fit its length");
        }
    }

    private static boolean startsRight(MemorySegment map) {
        byte[] header = FileKind.CHUNKS.header();
        return map.asSlice(0, header.length).mismatch(MemorySegment.ofArray(header)) < 0;
    }

    private static WorkbenchException damaged(String name, String problem) {
        return WorkbenchException.damaged(
                "damaged: " + name + ": " + problem,
                "what is lost and what makes it whole again: workbench engram check -e ENGRAM");
    }

    /** Maps an index file for the life of {@code arena}. */
    public static ChunkIndex open(StoreLayout layout, Id id, Arena arena) throws IOException {
        String name = layout.display(FileKind.CHUNKS, id);
        try (StoreInput input = layout.open(FileKind.CHUNKS, id)) {
            return new ChunkIndex(input.map(arena), name);
        } catch (NoSuchFileException e) {
            throw damaged(name, "it is missing");
        }
    }

    /** Number of chunks. */
    public int size() {
        return chunks;
    }

    /** The packs this index covers. */
    public List<Id> packs() {
        List<Id> ids = new ArrayList<>(packs);
        for (int p = 0; p < packs; p++) {
            ids.add(id(PACKS_AT + (long) p * Id.BYTES));
        }
        return ids;
    }

    /** All packs with what they hold; their sizes are not known here and given as 0. */
    public List<PackWriter.Pack> contents() {
        Map<Id, List<PackTable.Frame>> frames = framesByPack();
        return packs().stream()
                .map(
                        pack ->
                                new PackWriter.Pack(
                                        pack,
                                        0,
                                        new PackTable(frames.getOrDefault(pack, List.of()))))
                .toList();
    }

    /** The chunks of a pack, by id. */
    public List<Id> chunks(Id pack) {
        List<Id> ids = new ArrayList<>();
        frames(pack).forEach(f -> f.chunks().forEach(c -> ids.add(c.id())));
        return ids;
    }

    /** The frames of a pack in their order, as far as this index knows them. */
    public List<PackTable.Frame> frames(Id pack) {
        return framesByPack().getOrDefault(pack, List.of());
    }

    private Map<Id, List<PackTable.Frame>> framesByPack() {
        record Part(int offset, PackTable.Chunk chunk) {}
        Map<ChunkPlace, List<Part>> parts = new HashMap<>();
        for (int c = 0; c < chunks; c++) {
            long at = chunksAt + (long) c * CHUNK_BYTES;
            ChunkPlace place = place(at);
            parts.computeIfAbsent(place.ofFrame(), f -> new ArrayList<>())
                    .add(new Part(place.offset(), new PackTable.Chunk(id(at), place.length())));
        }
        Map<Id, List<PackTable.Frame>> frames = new HashMap<>();
        parts.forEach(
                (place, found) -> {
                    found.sort(Comparator.comparingInt(Part::offset));
                    frames.computeIfAbsent(place.pack(), p -> new ArrayList<>())
                            .add(
                                    new PackTable.Frame(
                                            place.frameOffset(),
                                            place.storedBytes(),
                                            place.rawBytes(),
                                            place.checksum(),
                                            found.stream().map(Part::chunk).toList()));
                });
        frames.values().forEach(f -> f.sort(Comparator.comparingLong(PackTable.Frame::offset)));
        return frames;
    }

    /** The place of a chunk, or {@code null} if this index does not know it. */
    public @Nullable ChunkPlace find(Id chunk) {
        int low = 0;
        int high = chunks - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long at = chunksAt + (long) middle * CHUNK_BYTES;
            int order = Long.compareUnsigned(map.get(ID_WORD, at), chunk.a());
            if (order == 0) {
                order = id(at).compareTo(chunk);
            }
            if (order == 0) {
                return place(at);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private ChunkPlace place(long at) {
        int frame = map.get(INT, at + Id.BYTES);
        long frameAt = framesAt + (long) frame * FRAME_BYTES;
        int pack = frame >= 0 && frame < frames ? map.get(INT, frameAt) : -1;
        int raw = pack < 0 ? -1 : map.get(INT, frameAt + 16);
        int stored = pack < 0 ? -1 : map.get(INT, frameAt + 12);
        int offset = map.get(INT, at + Id.BYTES + 4);
        int length = map.get(INT, at + Id.BYTES + 8);
        if (pack < 0
                || pack >= packs
                || raw < 0
                || raw > PackTable.MAX_FRAME_BYTES
                || stored < 0
                || stored > raw
                || offset < 0
                || length < 0
                || offset > raw - length) {
            throw damaged("a chunk index", "a place in it makes no sense");
        }
        return new ChunkPlace(
                id(PACKS_AT + (long) pack * Id.BYTES),
                map.get(LONG, frameAt + 4),
                stored,
                raw,
                map.get(INT, frameAt + 20),
                offset,
                length);
    }

    private Id id(long at) {
        return new Id(
                map.get(ID_WORD, at),
                map.get(ID_WORD, at + 8),
                map.get(ID_WORD, at + 16),
                map.get(ID_WORD, at + 24));
    }

    /** Writes the index of some packs and returns its name. */
    public static Id write(StoreFiles files, StoreLayout layout, List<PackWriter.Pack> packs)
            throws IOException {
        record Row(Id id, int frame, int offset, int length) {}
        List<PackWriter.Pack> sorted = new ArrayList<>(packs);
        sorted.sort(Comparator.comparing(PackWriter.Pack::id));
        List<Row> rows = new ArrayList<>();
        ByteWriter frames = new ByteWriter(1 << 16);
        int frameCount = 0;
        for (int p = 0; p < sorted.size(); p++) {
            for (PackTable.Frame frame : sorted.get(p).table().frames()) {
                frames.u32(p).u64(frame.offset()).u32(frame.storedBytes());
                frames.u32(frame.rawBytes()).u32(frame.checksum());
                int offset = 0;
                for (PackTable.Chunk chunk : frame.chunks()) {
                    rows.add(new Row(chunk.id(), frameCount, offset, chunk.length()));
                    offset += chunk.length();
                }
                frameCount++;
            }
        }
        rows.sort(Comparator.comparing(Row::id));
        ByteWriter out =
                new ByteWriter(
                        64 + sorted.size() * Id.BYTES + frames.size() + rows.size() * CHUNK_BYTES);
        out.raw(FileKind.CHUNKS.header());
        out.u32(sorted.size()).u32(frameCount).u32(rows.size());
        sorted.forEach(pack -> out.id(pack.id()));
        out.raw(frames.array(), 0, frames.size());
        for (Row row : rows) {
            out.id(row.id).u32(row.frame).u32(row.offset).u32(row.length);
        }
        out.u32(Frames.checksum(out.array(), 0, out.size()));
        try (HashedOutput file = new HashedOutput(files, layout, FileKind.CHUNKS)) {
            file.write(out.array(), FileKind.HEADER_BYTES, out.size() - FileKind.HEADER_BYTES);
            return file.finish();
        }
    }
}
