package dev.engram.engram.internal.ingest;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.IngestResult;
import dev.engram.engram.UpdateResult;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.nodes.RoutedSearch;
import dev.engram.engram.internal.semantic.Embedders;
import dev.engram.engram.internal.semantic.SemanticChannel;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.select.GitRevision;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes and updates engrams: checks what is there, takes the lock, explains failures. */
public final class Ingester {

    private final StoreFiles files;
    private final SourceFiles source;
    private final Progress progress;

    public Ingester(StoreFiles files, SourceFiles source, Progress progress) {
        this.files = files;
        this.source = source;
        this.progress = progress;
    }

    /** Opens what is to be read. */
    @FunctionalInterface
    private interface Opener {
        Origin open(PathFilter filter, Optional<Snapshot> before);
    }

    private Opener folder(Path folder, StoreLayout layout) {
        requireFolder(folder);
        return (filter, before) -> new FolderOrigin(source, folder, filter, layout.folder());
    }

    private static Opener revision(Path folder, String revision) {
        requireFolder(folder);
        GitRevision.open(folder, revision);
        return (filter, before) ->
                new GitOrigin(folder, revision, filter, before.map(Snapshot::source));
    }

    private static StoreLayout layout(Path engram) {
        return new StoreLayout(engram.toAbsolutePath().normalize());
    }

    /**
     * Ingests {@code folder} into the engram at {@code engram}, which is made if it is not there;
     * all files are read.
     *
     * @throws WorkbenchException for everything a user can cause; the engram then is as it was
     */
    public IngestResult ingest(Path folder, Path engram, IngestOptions options) throws IOException {
        StoreLayout layout = layout(engram);
        return ingest(folder(folder, layout), layout, engram, options);
    }

    /** The same for a revision of the git repository around {@code folder}. */
    public IngestResult ingest(Path folder, String revision, Path engram, IngestOptions options)
            throws IOException {
        return ingest(revision(folder, revision), layout(engram), engram, options);
    }

    private IngestResult ingest(
            Opener opener, StoreLayout layout, Path engram, IngestOptions options)
            throws IOException {
        long started = System.nanoTime();
        if (Files.exists(layout.folder()) && !isOurs(layout)) {
            throw WorkbenchException.damaged(
                    "not an engram: " + engram + " exists and is something else",
                    "give another name to -e, such as " + engram.getFileName() + ".engram");
        }
        return Writing.run(
                files,
                layout,
                arena -> {
                    if (!Files.exists(layout.root()) && layout.hasSnapshots()) {
                        throw layout.rootMissing();
                    }
                    Optional<RootFile> root =
                            Files.exists(layout.root())
                                    ? Optional.of(RootFile.read(layout))
                                    : Optional.empty();
                    Optional<Snapshot> parent = Optional.empty();
                    Optional<ChunkStore> store = Optional.empty();
                    if (root.isPresent()) {
                        Snapshot head = Snapshot.read(layout, root.get().head());
                        parent = Optional.of(head);
                        store = Optional.of(new ChunkStore(layout, head.chunkIndexes(), arena));
                    }
                    try {
                        Change.Done done =
                                change(layout, opener, options, root, parent, arena)
                                        .run(store, Optional.empty());
                        return ingestResult(layout, done, started);
                    } finally {
                        if (store.isPresent()) {
                            store.get().close();
                        }
                    }
                });
    }

    /**
     * Updates an engram: only files whose size or time differ are read.
     *
     * @throws WorkbenchException for everything a user can cause; the engram then is as it was
     */
    public UpdateResult update(Path folder, Path engram, int threads) throws IOException {
        StoreLayout layout = layout(engram);
        layout.requireEngram();
        return update(folder(folder, layout), layout, threads);
    }

    /**
     * Updates an engram to a revision of the git repository around {@code folder}: if its last
     * snapshot is another revision of it, only files with another object are read.
     */
    public UpdateResult update(Path folder, String revision, Path engram, int threads)
            throws IOException {
        StoreLayout layout = layout(engram);
        layout.requireEngram();
        return update(revision(folder, revision), layout, threads);
    }

    private UpdateResult update(Opener opener, StoreLayout layout, int threads) throws IOException {
        long started = System.nanoTime();
        return Writing.run(
                files,
                layout,
                arena -> {
                    RootFile root = RootFile.read(layout);
                    Snapshot head = Snapshot.read(layout, root.head());
                    IngestOptions options =
                            new IngestOptions(
                                    head.dimension(),
                                    head.includes(),
                                    head.excludes(),
                                    threads,
                                    semantic(head, layout),
                                    RoutedSearch.file(head).isPresent());
                    try (ChunkStore store = new ChunkStore(layout, head.chunkIndexes(), arena)) {
                        PreviousTree previous = Change.previous(store, head);
                        Change.Done done =
                                change(
                                                layout,
                                                opener,
                                                options,
                                                Optional.of(root),
                                                Optional.of(head),
                                                arena)
                                        .run(Optional.of(store), Optional.of(previous));
                        return new UpdateResult(
                                done.id().hex(),
                                previous.added(),
                                previous.modified(),
                                previous.removed(),
                                previous.unchanged(),
                                done.bytesRead(),
                                done.bytesWritten(),
                                done.snapshot().passages(),
                                done.notices(),
                                (System.nanoTime() - started) / 1_000_000);
                    }
                });
    }

    /** The embedder's name, after it is sure that it still is the same embedder. */
    private String semantic(Snapshot head, StoreLayout layout) {
        Optional<SemanticFormat> format = SemanticChannel.of(head).map(SemanticChannel::format);
        format.ifPresent(
                f ->
                        f.require(
                                Embedders.open(f.embedder(), progress).info(),
                                String.valueOf(layout.folder().getFileName())));
        return format.map(SemanticFormat::embedder).orElse(IngestOptions.NO_SEMANTIC);
    }

    private Change change(
            StoreLayout layout,
            Opener opener,
            IngestOptions options,
            Optional<RootFile> root,
            Optional<Snapshot> parent,
            Arena arena) {
        Origin origin = opener.open(Ingest.filter(options), parent);
        return new Change(files, origin, progress, layout, options, root, parent, arena);
    }

    private static IngestResult ingestResult(StoreLayout layout, Change.Done done, long started)
            throws IOException {
        Snapshot snapshot = done.snapshot();
        long index = 0;
        for (FileRef ref : snapshot.fileRefs()) {
            if (ref.kind() == FileKind.SEGMENT || ref.kind() == FileKind.SEMANTIC) {
                index += Files.size(layout.path(ref));
            }
        }
        return new IngestResult(
                done.id().hex(),
                snapshot.files(),
                snapshot.bytes(),
                layout.sizeOf(FileKind.PACK)
                        + layout.sizeOf(FileKind.CHUNKS)
                        + layout.sizeOf(FileKind.SNAPSHOT),
                index,
                snapshot.passages(),
                done.unindexed(),
                snapshot.folders(),
                snapshot.links(),
                done.skipped(),
                done.ignored(),
                done.notices(),
                done.stageMillis(),
                (System.nanoTime() - started) / 1_000_000);
    }

    /** Fails early, before anything is created. */
    private static void requireFolder(Path folder) {
        if (!Files.exists(folder)) {
            throw WorkbenchException.missing(
                    "no such folder: " + folder, "give an existing folder to ingest");
        }
        if (!Files.isDirectory(folder)) {
            throw WorkbenchException.usage(
                    "not a folder: " + folder, "give the folder that holds the files");
        }
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
}
