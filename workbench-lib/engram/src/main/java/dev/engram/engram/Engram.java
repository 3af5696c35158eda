package dev.engram.engram;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bundle.Bundler;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.check.Checker;
import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.documents.PassageTexts;
import dev.engram.engram.internal.extract.Extractor;
import dev.engram.engram.internal.history.Historian;
import dev.engram.engram.internal.history.Migrator;
import dev.engram.engram.internal.history.PinnedSnapshot;
import dev.engram.engram.internal.history.Pruner;
import dev.engram.engram.internal.index.Deletions;
import dev.engram.engram.internal.index.IndexDigest;
import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.ingest.Ingester;
import dev.engram.engram.internal.nodes.FolderNodes;
import dev.engram.engram.internal.nodes.RoutedSearch;
import dev.engram.engram.internal.repair.Repairer;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open engram: one state of a tree of files, stored bit for bit and searchable. It goes on
 * showing the state it was opened at while others write. Thread-safe; close it when no call runs.
 */
public final class Engram implements AutoCloseable {

    private final StoreLayout layout;
    private final PinnedSnapshot pinned;
    private final Snapshot snapshot;
    private final Arena arena;
    private final ChunkStore chunks;
    private final TreeReader tree;
    private final Searcher searcher;
    private @Nullable RoutedSearch routed;
    private final DocumentTree documents;
    private final PassageTexts texts;

    private Engram(StoreLayout layout, PinnedSnapshot pinned, Arena arena) throws IOException {
        this.layout = layout;
        this.pinned = pinned;
        this.arena = arena;
        this.snapshot = Snapshot.read(layout, pinned.id());
        this.chunks = new ChunkStore(layout, snapshot.chunkIndexes(), arena);
        this.tree = new TreeReader(chunks, snapshot);
        this.documents = new DocumentTree(chunks, snapshot);
        this.texts = new PassageTexts(tree, documents);
        List<Searcher.Part> parts = new ArrayList<>();
        for (Snapshot.SegmentRef ref : snapshot.segments()) {
            SegmentReader segment = SegmentReader.open(layout, ref.segment(), arena);
            BitSet deleted =
                    ref.deletions().isPresent()
                            ? Deletions.read(layout, ref.deletions().get(), segment.files())
                            : new BitSet();
            parts.add(new Searcher.Part(segment, deleted));
        }
        this.searcher = new Searcher(parts);
    }

    /**
     * Makes an engram of a folder, or a new snapshot of an existing one.
     *
     * @param folder what to store
     * @param engram the engram's folder, by custom {@code X.engram}
     * @throws WorkbenchException for everything a user can cause; the engram then is as it was
     */
    public static IngestResult ingest(
            Path folder, Path engram, IngestOptions options, Progress progress) throws IOException {
        return new Ingester(StoreFiles.disk(), SourceFiles.disk(), progress)
                .ingest(folder, engram, options);
    }

    /**
     * Brings an engram up to date with a folder: reads only files whose size or time differ, and
     * drops the passages of what changed. Filters and dimension stay those of the engram.
     *
     * @throws WorkbenchException for everything a user can cause; the engram then is as it was
     */
    public static UpdateResult update(Path folder, Path engram, int threads, Progress progress)
            throws IOException {
        return new Ingester(StoreFiles.disk(), SourceFiles.disk(), progress)
                .update(folder, engram, threads);
    }

    /**
     * Makes an engram of a revision of a git repository, or a new snapshot of an existing one.
     * Nothing is checked out; all times are those of the commit.
     *
     * @param folder in the repository: what lies below it is taken
     * @param revision a branch, a tag, a hash, {@code HEAD~3}
     * @throws WorkbenchException MISSING without git or repository, USAGE for an unknown revision
     */
    public static IngestResult ingestRevision(
            Path folder, String revision, Path engram, IngestOptions options, Progress progress)
            throws IOException {
        return new Ingester(StoreFiles.disk(), SourceFiles.disk(), progress)
                .ingest(folder, revision, engram, options);
    }

    /**
     * Brings an engram to a revision of a git repository. If its last snapshot is another revision
     * of the same folder, git's own names of contents tell which files need be read.
     *
     * @throws WorkbenchException as for {@link #ingestRevision}
     */
    public static UpdateResult updateRevision(
            Path folder, String revision, Path engram, int threads, Progress progress)
            throws IOException {
        return new Ingester(StoreFiles.disk(), SourceFiles.disk(), progress)
                .update(folder, revision, engram, threads);
    }

    /**
     * Makes one engram of several, without their sources: packs and postings are taken over, trees
     * joined below the parts' prefixes. Parts and groups of parts may come in any order; the bundle
     * has the digest of the whole tree ingested at once.
     *
     * @param engram the bundle; if it exists, it gets a new snapshot
     * @throws WorkbenchException USAGE where two parts have different content at one path
     */
    public static BundleResult bundle(List<BundlePart> parts, Path engram, Progress progress)
            throws IOException {
        return new Bundler(StoreFiles.disk(), progress).bundle(parts, engram);
    }

    /**
     * Opens the newest snapshot of an engram.
     *
     * @throws WorkbenchException MISSING or DAMAGED
     */
    public static Engram open(Path engram) throws IOException {
        return open(engram, "");
    }

    /**
     * Opens a snapshot of an engram.
     *
     * @param snapshot its id or the beginning of it; empty takes the newest
     */
    public static Engram open(Path engram, String snapshot) throws IOException {
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        PinnedSnapshot pinned = PinnedSnapshot.open(layout, snapshot);
        Arena arena = Arena.ofShared();
        try {
            return new Engram(layout, pinned, arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            pinned.close();
            throw e;
        }
    }

    /**
     * Opens a snapshot of an encrypted engram.
     *
     * @param snapshot its id or the beginning of it; empty takes the newest
     * @throws WorkbenchException USAGE for a wrong key, and for an engram that is not encrypted
     */
    public static Engram open(Path engram, String snapshot, EngramKey key) throws IOException {
        return key.during(() -> open(engram, snapshot));
    }

    /**
     * The snapshots of an engram, the newest first, each compared with the one before.
     *
     * @throws WorkbenchException MISSING or DAMAGED
     */
    public static History log(Path engram) throws IOException {
        return new Historian(new StoreLayout(engram.toAbsolutePath().normalize())).log();
    }

    /**
     * What differs between two snapshots of an engram.
     *
     * @param from an id or the beginning of it; empty takes the snapshot before {@code to}
     * @param to the same; empty takes the newest
     * @throws WorkbenchException USAGE for a snapshot that is not there, MISSING or DAMAGED
     */
    public static Differences diff(Path engram, String from, String to) throws IOException {
        return new Historian(new StoreLayout(engram.toAbsolutePath().normalize())).diff(from, to);
    }

    /**
     * Removes snapshots, and everything that no snapshot needs. Who has an engram open goes on.
     *
     * @throws WorkbenchException for everything a user can cause; nothing that is needed is lost
     */
    public static PruneResult prune(Path engram, PruneOptions options, Progress progress)
            throws IOException {
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        return new Pruner(StoreFiles.disk(), layout, progress).prune(options);
    }

    /**
     * Makes a damaged engram whole, as far as what is left of it and its source folder allow.
     *
     * @param source where lost content may be found; empty takes the folder that the newest
     *     snapshot names, if it is there
     * @throws WorkbenchException DAMAGED if nothing can be saved; the engram then is as it was
     */
    public static RepairResult repair(Path engram, Optional<Path> source, Progress progress)
            throws IOException {
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        return new Repairer(StoreFiles.disk(), layout, progress).repair(source);
    }

    /**
     * Brings an engram of an older format version to the newest; what it says stays the same.
     *
     * @throws WorkbenchException DAMAGED if it is of a newer version or cannot be read
     */
    public static MigrateResult migrate(Path engram) throws IOException {
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        return new Migrator(StoreFiles.disk(), layout).migrate();
    }

    /**
     * Reads everything in an engram and says what is damaged, what is lost by it and what mends it.
     *
     * @throws WorkbenchException MISSING or DAMAGED if there is no engram at all
     */
    public static CheckResult check(Path engram, Progress progress) throws IOException {
        return new Checker(new StoreLayout(engram.toAbsolutePath().normalize()), progress).check();
    }

    /** The folder of the engram. */
    public Path path() {
        return layout.folder();
    }

    /**
     * The passages most like a text, by its words.
     *
     * @throws WorkbenchException USAGE for a query without a searchable word, MISSING if the engram
     *     has no index
     */
    public Hits query(String text, QueryOptions options) throws IOException {
        QueryVector query = queryVector(text);
        RoutedSearch.Found found = find(query, options, false);
        List<Hit> hits = new ArrayList<>();
        for (Searcher.Match match : found.matches()) {
            SegmentReader segment = searcher.parts().get(match.part()).segment();
            byte[] path = segment.path(segment.fileOf(match.passage()));
            SegmentReader.Place place = segment.place(match.passage());
            PassageTexts.Shown shown = texts.show(path, place);
            hits.add(
                    new Hit(
                            hits.size() + 1,
                            query.score(match.dot()),
                            PathBytes.text(path),
                            place.startLine(),
                            place.endLine(),
                            shown.text(),
                            shown.page(),
                            shown.section()));
        }
        return new Hits(hits, Hits.NOTHING, found.folders());
    }

    /**
     * The files whose best passage is most like a text.
     *
     * @return hits without text, at most one for a file
     */
    public Hits queryFiles(String text, QueryOptions options) throws IOException {
        QueryVector query = queryVector(text);
        List<Hit> hits = new ArrayList<>();
        RoutedSearch.Found found = find(query, options, true);
        for (Searcher.Match match : found.matches()) {
            SegmentReader segment = searcher.parts().get(match.part()).segment();
            SegmentReader.Place place = segment.place(match.passage());
            hits.add(
                    new Hit(
                            hits.size() + 1,
                            query.score(match.dot()),
                            PathBytes.text(segment.path(segment.fileOf(match.passage()))),
                            place.startLine(),
                            place.endLine(),
                            ""));
        }
        return new Hits(hits, Hits.NOTHING, found.folders());
    }

    private RoutedSearch.Found find(QueryVector query, QueryOptions options, boolean bestPerFile)
            throws IOException {
        if (options.beam() > 0) {
            return routed().search(query, options.k(), options.beam(), bestPerFile);
        }
        byte[] scope = bytes(options.scope());
        return new RoutedSearch.Found(
                searcher.search(query, options.k(), scope, bestPerFile), List.of());
    }

    private synchronized RoutedSearch routed() throws IOException {
        if (routed == null) {
            routed = RoutedSearch.open(layout, snapshot, searcher);
        }
        return routed;
    }

    private QueryVector queryVector(String text) {
        if (snapshot.dimension() == 0) {
            throw WorkbenchException.missing(
                    layout.folder().getFileName() + " was stored without an index",
                    "ingest it again with --dims auto");
        }
        return searcher.query(text);
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    /** Hands over every passage with its text, file by file. */
    public void passages(Consumer<Passage> consumer) throws IOException {
        for (Searcher.Part part : searcher.parts()) {
            SegmentReader segment = part.segment();
            for (int f = 0; f < segment.files(); f++) {
                if (part.deleted().get(f)) {
                    continue;
                }
                byte[] path = segment.path(f);
                for (SegmentReader.Place place : segment.places(f)) {
                    PassageTexts.Shown shown = texts.show(path, place);
                    consumer.accept(
                            new Passage(
                                    PathBytes.text(path),
                                    place.startLine(),
                                    place.endLine(),
                                    shown.text(),
                                    shown.page(),
                                    shown.section()));
                }
            }
        }
    }

    /**
     * Writes the files to a folder, bit for bit, with modes, times and links.
     *
     * @param output the folder; it is made if it is not there
     */
    public ExtractResult extract(Path output, ExtractOptions options, Progress progress)
            throws IOException {
        PathFilter filter =
                options.includes().isEmpty()
                        ? PathFilter.everything()
                        : PathFilter.of(options.includes(), List.of());
        return new Extractor(chunks, tree, snapshot, progress)
                .extract(output, filter, options.threads());
    }

    /**
     * Writes the tree as JSON, for people and scripts; nothing reads it back.
     *
     * @param file replaced if it exists
     * @throws WorkbenchException USAGE for an encrypted engram
     */
    public void writeManifest(Path file) throws IOException {
        if (layout.isEncrypted()) {
            throw WorkbenchException.usage(
                    layout.folder() + " is encrypted: its manifest is not written in the clear",
                    "see its paths with: workbench engram list -e ENGRAM --key FILE");
        }
        ManifestExport.write(tree, snapshot, pinned.id(), file);
    }

    /** Numbers of this snapshot. */
    public EngramInfo info() throws IOException {
        return Infos.of(layout, pinned, snapshot);
    }

    /**
     * A SHA-256 over manifest, passages, trits, frequencies and documents, whatever files they are
     * spread over: an updated engram has that of a fresh ingest of the same tree.
     */
    public String digest() throws IOException {
        ByteWriter all = new ByteWriter(128);
        TreeNode.writeChunks(all, snapshot.tree());
        all.varint(snapshot.dimension()).id(IndexDigest.of(searcher.parts()));
        DocumentTree.node(snapshot).ifPresent(node -> TreeNode.writeChunks(all, node));
        Optional<FileRef> nodes = RoutedSearch.file(snapshot);
        if (nodes.isPresent()) {
            all.id(FolderNodes.read(layout, nodes.get().id()).digest());
        }
        return Id.hash(all.toByteArray()).hex();
    }

    /**
     * The documents of this snapshot: what they say about themselves, and why some cannot be
     * searched.
     *
     * @param includes globs of paths; empty takes all
     */
    public Documents documents(List<String> includes) throws IOException {
        PathFilter filter =
                includes.isEmpty() ? PathFilter.everything() : PathFilter.of(includes, List.of());
        return Documents.of(documents, filter);
    }

    /** The entries of this snapshot's tree, in order. */
    public Listing list(List<String> includes) throws IOException {
        PathFilter filter =
                includes.isEmpty() ? PathFilter.everything() : PathFilter.of(includes, List.of());
        return Infos.list(tree, filter);
    }

    @Override
    public void close() throws IOException {
        try {
            chunks.close();
        } finally {
            arena.close();
            pinned.close();
        }
    }
}
