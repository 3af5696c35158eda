package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds and reads the chunks that one snapshot may use. Thread-safe. */
public final class ChunkStore implements Closeable {

    private static final int CACHED_FRAMES = 48;

    private record FrameKey(Id pack, long offset) {}

    private final StoreLayout layout;
    private final List<ChunkIndex> indexes = new ArrayList<>();
    private final Map<Id, PackReader> packs = new ConcurrentHashMap<>();
    private final Map<FrameKey, byte[]> cache =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<FrameKey, byte[]> eldest) {
                    return size() > CACHED_FRAMES;
                }
            };

    /**
     * @param arena keeps the mapped indexes; it outlives this store
     */
    public ChunkStore(StoreLayout layout, List<Id> indexIds, Arena arena) throws IOException {
        this.layout = layout;
        for (Id id : indexIds) {
            indexes.add(ChunkIndex.open(layout, id, arena));
        }
    }

    /** Where a chunk lies, or {@code null} if it is unknown. */
    public @Nullable ChunkPlace find(Id chunk) {
        for (ChunkIndex index : indexes) {
            ChunkPlace place = index.find(chunk);
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    /** Where a chunk lies. */
    public ChunkPlace place(Id chunk) {
        ChunkPlace place = find(chunk);
        if (place == null) {
            throw WorkbenchException.damaged(
                    "damaged: chunk " + chunk + " is in no index of " + layout.folder(),
                    "find out what is lost: workbench engram check -e " + layout.folder());
        }
        return place;
    }

    /** The content of a chunk, from a cached frame where possible. */
    public byte[] read(Id chunk) throws IOException {
        ChunkPlace place = place(chunk);
        byte[] frame = frame(place);
        return Arrays.copyOfRange(frame, place.offset(), place.offset() + place.length());
    }

    /** The content of the frame around a chunk; callers do not change it. */
    public byte[] frame(ChunkPlace place) throws IOException {
        FrameKey key = new FrameKey(place.pack(), place.frameOffset());
        synchronized (cache) {
            byte[] known = cache.get(key);
            if (known != null) {
                return known;
            }
        }
        byte[] content = uncachedFrame(place);
        synchronized (cache) {
            cache.put(key, content);
        }
        return content;
    }

    /** The content of the frame around a chunk, read now. */
    public byte[] uncachedFrame(ChunkPlace place) throws IOException {
        PackReader reader = packs.get(place.pack());
        if (reader == null) {
            PackReader fresh = new PackReader(layout, place.pack());
            reader = packs.putIfAbsent(place.pack(), fresh);
            if (reader == null) {
                reader = fresh;
            } else {
                fresh.close();
            }
        }
        return reader.frame(
                place.frameOffset(), place.storedBytes(), place.rawBytes(), place.checksum());
    }

    @Override
    public void close() throws IOException {
        for (PackReader reader : packs.values()) {
            reader.close();
        }
        packs.clear();
    }
}
