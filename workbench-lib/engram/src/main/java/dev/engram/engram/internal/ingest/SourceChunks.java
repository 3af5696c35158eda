package dev.engram.engram.internal.ingest;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The chunks that a folder would give, to fetch some of them again. Used by one thread. */
public final class SourceChunks {

    private record Place(Path file, long offset, int length) {}

    private final SourceFiles source;
    private final SourceEntry top;
    private final Map<Id, Place> places = new HashMap<>();

    private SourceChunks(SourceFiles source, SourceEntry top) {
        this.source = source;
        this.top = top;
    }

    /**
     * Reads all of a folder as an ingest with these options would.
     *
     * @param options their filter counts
     */
    public static SourceChunks read(
            StoreFiles files,
            SourceFiles source,
            StoreLayout layout,
            Path folder,
            IngestOptions options,
            Progress progress)
            throws IOException, InterruptedException {
        List<SourceEntry> found = new ArrayList<>();
        Origin origin = new FolderOrigin(source, folder, Ingest.filter(options), layout.folder());
        SourceEntry top = origin.walk(found::add);
        SourceChunks chunks = new SourceChunks(source, top);
        try (PackSink unused = new PackSink(files, layout);
                FrameWriter frames = new FrameWriter(unused, KnownChunks.everything())) {
            FileReaderTask reader =
                    new FileReaderTask(frames, Optional.empty(), new StageClock(Stage.READ));
            long bytes = 0;
            for (SourceEntry file : found) {
                Interrupts.check("nothing was changed");
                origin.read(List.of(file), reader::read);
                bytes += file.size();
                progress.update("reading " + folder, bytes, -1, Progress.Unit.BYTES);
                long offset = 0;
                for (ChunkRef ref : file.chunks()) {
                    Place place = new Place(file.path(), offset, ref.length());
                    chunks.places.putIfAbsent(ref.id(), place);
                    offset += ref.length();
                }
            }
        }
        return chunks;
    }

    /** Stores the folders' nodes that {@code frames} does not know. */
    public void storeFolders(FrameWriter frames) throws IOException {
        new TreeWriter(frames).write(top);
    }

    /** Stores those of the wanted chunks that are still there; returns how many. */
    public long store(Set<Id> wanted, FrameWriter frames) throws IOException {
        long stored = 0;
        for (Id id : wanted) {
            Interrupts.check("nothing was changed");
            Place place = places.get(id);
            if (place == null) {
                continue;
            }
            byte[] content = new byte[place.length];
            try (FileChannel channel = source.open(place.file)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                channel.position(place.offset);
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        break;
                    }
                }
            }
            // the file may have changed since it was read
            if (Id.hash(content).equals(id)) {
                frames.add(content, 0, content.length);
                stored++;
            }
        }
        return stored;
    }
}
