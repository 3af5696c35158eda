package dev.engram.engram.internal.ingest;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.IngestResult;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.SegmentWriter;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.store.WriterLock;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.SourceWalker;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a new snapshot of a folder, all files read. Order: packs, indexes, snapshot, root. */
public final class Ingester {

    private final StoreFiles files;
    private final SourceFiles source;
    private final Progress progress;

    public Ingester(StoreFiles files, SourceFiles source, Progress progress) {
        this.files = files;
        this.source = source;
        this.progress = progress;
    }

    /**
     * Ingests {@code folder} into the engram at {@code engram}, which is made if it is not there.
     *
     * @throws WorkbenchException for everything a user can cause; the engram then is as it was
     */
    public IngestResult ingest(Path folder, Path engram, IngestOptions options) throws IOException {
        long started = System.nanoTime();
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        SourceFiles.Attributes top = requireFolder(folder);
        boolean before = Files.exists(layout.folder());
        if (before && !isOurs(layout)) {
            throw WorkbenchException.damaged(
                    "not an engram: " + engram + " exists and is something else",
                    "give another name to -e, such as " + engram.getFileName() + ".engram");
        }
        boolean hasRoot = Files.exists(layout.root());
        Path made = before ? null : layout.folder();
        try {
            layout.create();
            try (WriterLock lock = WriterLock.take(layout);
                    Arena arena = Arena.ofShared()) {
                Cleanup.temporary(files, layout);
                return write(folder, layout, options, top, hasRoot, started, arena);
            }
        } catch (ClosedByInterruptException | InterruptedException e) {
            Thread.interrupted();
            throw Ingest.interrupted(hasRoot);
        } catch (IOException e) {
            throw Failures.explain(e, layout, hasRoot);
        } finally {
            if (made != null && !Files.exists(layout.root())) {
                Cleanup.remove(made);
            }
        }
    }

    private SourceFiles.Attributes requireFolder(Path folder) throws IOException {
        // fails early, before anything is created
        if (!Files.exists(folder)) {
            throw WorkbenchException.missing(
                    "no such folder: " + folder, "give an existing folder to ingest");
        }
        if (!Files.isDirectory(folder)) {
            throw WorkbenchException.usage(
                    "not a folder: " + folder, "give the folder that holds the files");
        }
        return source.attributes(folder.toRealPath());
    }

    private static boolean isOurs(StoreLayout layout) throws IOException {
        if (!Files.isDirectory(layout.folder())) {
            return false;
        }
        if (Files.exists(layout.root()) || Files.isDirectory(layout.folder(FileKind.PACK))) {
            return true;
        }
        try (var entries = Files.list(layout.folder())) {
            return entries.findAny().isEmpty();
        }
    }

    private IngestResult write(
            Path folder,
            StoreLayout layout,
            IngestOptions options,
            SourceFiles.Attributes top,
            boolean hasRoot,
            long started,
            Arena arena)
            throws IOException, InterruptedException {
        Optional<RootFile> root = hasRoot ? Optional.of(RootFile.read(layout)) : Optional.empty();
        Optional<Snapshot> parent = Optional.empty();
        Optional<ChunkStore> store = Optional.empty();
        if (root.isPresent()) {
            Snapshot head = Snapshot.read(layout, root.get().head());
            parent = Optional.of(head);
            store = Optional.of(new ChunkStore(layout, head.chunkIndexes(), arena));
        }
        KnownChunks known = new KnownChunks(store);
        Optional<IndexCollector> index =
                Ingest.format(options).map(format -> new IndexCollector(files, layout, format));
        SourceWalker walker = new SourceWalker(source, Ingest.filter(options), layout.folder());
        boolean done = false;
        PackSink packs = new PackSink(files, layout);
        try (packs) {
            Ingest ingest = new Ingest(source, options, packs, known, index, progress);
            SourceEntry tree = ingest.run(folder, walker);
            List<ChunkRef> node;
            TreeWriter folders;
            try (FrameWriter frames = new FrameWriter(packs, known)) {
                folders = new TreeWriter(frames);
                node = folders.write(tree);
                frames.finish();
            }
            progress.update("writing the index", 0, -1, Progress.Unit.ITEMS);
            List<SegmentWriter.Written> segments = new ArrayList<>();
            if (index.isPresent()) {
                segments.addAll(index.get().finish());
            }
            Interrupts.check("the engram keeps its last snapshot");
            List<PackWriter.Pack> finished = packs.finished();
            List<Id> indexes = new ArrayList<>();
            parent.ifPresent(p -> indexes.addAll(p.chunkIndexes()));
            if (!finished.isEmpty()) {
                indexes.add(ChunkIndex.write(files, layout, finished));
            }
            Snapshot snapshot =
                    new Snapshot(
                            root.map(RootFile::head),
                            System.currentTimeMillis(),
                            folder.toAbsolutePath().normalize().toString(),
                            options.includes(),
                            options.excludes(),
                            top.mode(),
                            top.mtimeNanos(),
                            node,
                            folders.files(),
                            walker.folders(),
                            walker.links(),
                            folders.bytes(),
                            options.dimension(),
                            segments.stream().mapToLong(SegmentWriter.Written::passages).sum(),
                            indexes,
                            segments.stream()
                                    .map(s -> new Snapshot.SegmentRef(s.id(), Optional.empty()))
                                    .toList());
            Id id = Commit.snapshot(files, layout, root, snapshot);
            done = true;
            return new IngestResult(
                    id.hex(),
                    snapshot.files(),
                    snapshot.bytes(),
                    layout.sizeOf(FileKind.PACK)
                            + layout.sizeOf(FileKind.CHUNKS)
                            + layout.sizeOf(FileKind.SNAPSHOT),
                    segments.stream().mapToLong(SegmentWriter.Written::sizeBytes).sum(),
                    snapshot.passages(),
                    ingest.unindexed(),
                    walker.folders(),
                    walker.links(),
                    walker.others(),
                    (System.nanoTime() - started) / 1_000_000);
        } finally {
            if (!done) {
                packs.close();
                Cleanup.unreferenced(files, layout);
            }
            if (store.isPresent()) {
                store.get().close();
            }
        }
    }
}
