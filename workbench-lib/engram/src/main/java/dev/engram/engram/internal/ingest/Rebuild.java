package dev.engram.engram.internal.ingest;

import dev.engram.base.Progress;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a snapshot of some tree as an ingest does, and leaves committing it to the caller. */
public final class Rebuild {

    private Rebuild() {}

    /**
     * Reads all files and makes manifest, index and extensions anew; chunks that {@code store} has
     * are not stored again.
     *
     * @return a snapshot without a parent, whose chunk indexes cover only what was new
     */
    public static Snapshot run(
            StoreFiles files,
            StoreLayout layout,
            SourceFiles source,
            Path folder,
            int dimension,
            ChunkStore store,
            Progress progress,
            Arena arena)
            throws IOException, InterruptedException {
        IngestOptions options = IngestOptions.defaults().withDimension(dimension);
        Origin origin = new FolderOrigin(source, folder, PathFilter.everything(), layout.folder());
        return new Change(
                        files,
                        origin,
                        progress,
                        layout,
                        options,
                        arena,
                        snapshot -> Id.hash(new byte[0])) // nothing is committed
                .run(Optional.of(store), Optional.empty())
                .snapshot();
    }
}
