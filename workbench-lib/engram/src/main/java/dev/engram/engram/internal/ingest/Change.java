package dev.engram.engram.internal.ingest;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.nodes.NodeWriter;
import dev.engram.engram.internal.nodes.RoutedSearch;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the next snapshot of an engram from an origin, under the writer lock: either all files are
 * read, or, given the tree before, only those that differ. Used once.
 */
final class Change {

    /** More chunk indexes than this become one. */
    private static final int MOST_CHUNK_INDEXES = 8;

    /**
     * What was made.
     *
     * @param id the current snapshot
     * @param snapshot the same
     * @param unindexed files stored but not indexed
     * @param skipped special files left out
     * @param ignored files and folders that ignore files leave out
     * @param notices a line for each file held back from the index
     * @param bytesRead bytes of files that were read
     * @param bytesWritten bytes of packs and segments that were written
     * @param stageMillis time of each stage, milliseconds summed over the threads
     */
    record Done(
            Id id,
            Snapshot snapshot,
            long unindexed,
            long skipped,
            long ignored,
            List<String> notices,
            long bytesRead,
            long bytesWritten,
            Map<String, Long> stageMillis) {}

    /** What becomes of the snapshot. */
    @FunctionalInterface
    interface Ending {
        /** Takes it; returns the current snapshot's name. */
        Id end(Snapshot snapshot) throws IOException;
    }

    private final StoreFiles files;
    private final Origin origin;
    private final Progress progress;
    private final StoreLayout layout;
    private final IngestOptions options;
    private final Arena arena;

    private final Optional<RootFile> root;
    private final Optional<Snapshot> parent;
    private final Ending ending;
    private long bytesWritten;

    /** A change that ends with a new root. */
    Change(
            StoreFiles files,
            Origin origin,
            Progress progress,
            StoreLayout layout,
            IngestOptions options,
            Optional<RootFile> root,
            Optional<Snapshot> parent,
            Arena arena) {
        this.files = files;
        this.origin = origin;
        this.progress = progress;
        this.layout = layout;
        this.options = options;
        this.root = root;
        this.parent = parent;
        this.arena = arena;
        this.ending = this::commit;
    }

    /** A change that has no snapshot before it and leaves what to do with it to {@code ending}. */
    Change(
            StoreFiles files,
            Origin origin,
            Progress progress,
            StoreLayout layout,
            IngestOptions options,
            Arena arena,
            Ending ending) {
        this.files = files;
        this.origin = origin;
        this.progress = progress;
        this.layout = layout;
        this.options = options;
        this.root = Optional.empty();
        this.parent = Optional.empty();
        this.arena = arena;
        this.ending = ending;
    }

    /**
     * Does it.
     *
     * @param store what the engram holds
     * @param previous the tree before, if unchanged files need not be read
     */
    Done run(Optional<ChunkStore> store, Optional<PreviousTree> previous)
            throws IOException, InterruptedException {
        KnownChunks known = new KnownChunks(store);
        Optional<SemanticIngest> semantic = SemanticIngest.of(options, progress);
        Optional<IndexCollector> index =
                Ingest.format(options)
                        .map(
                                format ->
                                        new IndexCollector(
                                                files,
                                                layout,
                                                format,
                                                semantic.flatMap(SemanticIngest::embedder)));
        StageClock clock = new StageClock(Stage.WALK);
        boolean done = false;
        PackSink packs = new PackSink(files, layout);
        try (packs) {
            Optional<PreviousTree> reused = previous.filter(PreviousTree::isReusable);
            Ingest ingest = new Ingest(origin, options, packs, known, index, reused, progress);
            SourceEntry tree = ingest.run();
            clock.enter(Stage.TREE);
            TreeWriter folders;
            List<ChunkRef> node;
            List<Extension> extensions = new ArrayList<>();
            try (FrameWriter frames = new FrameWriter(packs, known)) {
                folders = new TreeWriter(frames);
                node = folders.write(tree);
                if (index.isPresent()) {
                    List<ChunkRef> documents = new DocumentTreeWriter(frames).write(tree);
                    extensions.add(DocumentTree.extension(documents));
                }
                frames.finish();
            }
            Set<String> stale = Set.of();
            if (previous.isPresent()) {
                previous.get().compare(tree);
                stale = previous.get().stale();
            }
            clock.enter(Stage.SEGMENT);
            progress.update("writing the index", 0, -1, Progress.Unit.ITEMS);
            List<IndexCollector.Fresh> fresh = new ArrayList<>();
            if (index.isPresent()) {
                fresh.addAll(index.get().finish());
            }
            Interrupts.check("the engram keeps its last snapshot");
            SegmentSet segments =
                    new SegmentSet(files, layout, arena)
                            .make(reused.isPresent() ? parent : Optional.empty(), fresh, stale);
            bytesWritten += segments.bytesWritten();
            if (index.isPresent() && options.nodes()) {
                clock.enter(Stage.NODES);
                LexicalFormat format = index.get().format();
                FileRef nodes = NodeWriter.write(files, layout, format, segments.parts());
                bytesWritten += Files.size(layout.path(nodes.kind(), nodes.id()));
                extensions.addFirst(RoutedSearch.extension(nodes));
            }
            semantic.ifPresent(s -> extensions.addFirst(segments.extension(s.format())));
            clock.enter(Stage.COMMIT);
            List<PackWriter.Pack> finished = packs.finished();
            finished.forEach(pack -> bytesWritten += pack.sizeBytes());
            SourceFiles.Attributes top = tree.attributes();
            Snapshot snapshot =
                    new Snapshot(
                            root.map(RootFile::head),
                            System.currentTimeMillis(),
                            origin.source(),
                            options.includes(),
                            options.excludes(),
                            top.mode(),
                            top.mtimeNanos(),
                            node,
                            folders.files(),
                            origin.folders(),
                            origin.links(),
                            folders.bytes(),
                            options.dimension(),
                            segments.passages(),
                            chunkIndexes(finished),
                            segments.refs(),
                            List.copyOf(extensions));
            Id id = ending.end(snapshot);
            done = true;
            Map<String, Long> stageMillis = new LinkedHashMap<>();
            clock.addTo(stageMillis);
            ingest.addTimes(stageMillis);
            return new Done(
                    id,
                    snapshot,
                    ingest.unindexed(),
                    origin.others(),
                    origin.ignored(),
                    Stream.concat(origin.notices().stream(), ingest.notices().stream()).toList(),
                    ingest.bytesRead(),
                    bytesWritten,
                    stageMillis);
        } finally {
            if (!done) {
                packs.close();
                Cleanup.unreferenced(files, layout);
            }
        }
    }

    private Id commit(Snapshot snapshot) throws IOException {
        return root.isPresent() && parent.filter(p -> p.isSameState(snapshot)).isPresent()
                ? root.get().head()
                : Commit.snapshot(files, layout, root, snapshot);
    }

    private List<Id> chunkIndexes(List<PackWriter.Pack> finished) throws IOException {
        List<Id> indexes = new ArrayList<>(parent.map(Snapshot::chunkIndexes).orElse(List.of()));
        if (finished.isEmpty()) {
            return indexes;
        }
        List<PackWriter.Pack> covered = new ArrayList<>(finished);
        if (indexes.size() >= MOST_CHUNK_INDEXES) {
            for (Id index : indexes) {
                covered.addAll(ChunkIndex.open(layout, index, arena).contents());
            }
            indexes.clear();
        }
        indexes.add(ChunkIndex.write(files, layout, covered));
        return indexes;
    }

    /** The tree of the snapshot before. */
    static PreviousTree previous(ChunkStore store, Snapshot parent) {
        return new PreviousTree(
                new TreeReader(store, parent), parent, new DocumentTree(store, parent));
    }
}
