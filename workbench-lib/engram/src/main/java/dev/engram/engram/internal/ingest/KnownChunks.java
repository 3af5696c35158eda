package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which chunks need no storing because they are there already. Thread-safe. */
public final class KnownChunks {

    private final Optional<ChunkStore> before;
    private final boolean all;
    private final Set<Id> claimed = ConcurrentHashMap.newKeySet();

    /**
     * @param before what the engram holds already
     */
    public KnownChunks(Optional<ChunkStore> before) {
        this.before = before;
        this.all = false;
    }

    private KnownChunks() {
        this.before = Optional.empty();
        this.all = true;
    }

    /** Knows every chunk, so that none is stored. */
    public static KnownChunks everything() {
        return new KnownChunks();
    }

    /** Whether the caller is the first to bring this chunk, and so must store it. */
    public boolean claim(Id chunk) {
        if (all) {
            return false;
        }
        if (before.isPresent() && before.get().find(chunk) != null) {
            return false;
        }
        return claimed.add(chunk);
    }
}
