package dev.engram.engram;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
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
import dev.engram.engram.internal.index.IndexDigest;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
    private final DocumentTree documents;
    private final EngramSearch search;

    private Engram(StoreLayout layout, PinnedSnapshot pinned, Arena arena) throws IOException {
        this.layout = layout;
        this.pinned = pinned;
        this.arena = arena;
        this.snapshot = Snapshot.read(layout, pinned.id());
        this.chunks = new ChunkStore(layout, snapshot.chunkIndexes(), arena);
        this.tree = new TreeReader(chunks, snapshot);
        this.documents = new DocumentTree(chunks, snapshot);
        this.search = EngramSearch.open(layout, snapshot, new PassageTexts(tree, documents), arena);
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
     * Embeds what the semantic channel of an engram lacks, as heavy embedders are left out when
     * ingesting. An interrupt keeps what was embedded; the next call goes on there.
     *
     * @throws WorkbenchException USAGE without a semantic channel, INTERRUPTED, or what keeps the
     *     embedder from working
     */
    public static EmbedResult embed(Path engram, Progress progress) throws IOException {
        return new Filling(
                        new StoreLayout(engram.toAbsolutePath().normalize()),
                        WorkbenchHome.fromEnvironment().root().resolve("embeddings"),
                        progress)
                .run();
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
     * The passages most like a text, by its words, its meaning or both. A whole file's text does as
     * well: of long texts the rarest words count.
     *
     * @throws WorkbenchException USAGE for a query without a searchable word or for a channel that
     *     the engram does not have, MISSING if the engram has no index or its embedder is not to be
     *     had
     */
    public Hits query(String text, QueryOptions options) throws IOException {
        return new PassageSearch(List.of(search)).query(text, options, false);
    }

    /**
     * The files whose best passage is most like a text.
     *
     * @return hits without text, at most one for a file
     */
    public Hits queryFiles(String text, QueryOptions options) throws IOException {
        return new PassageSearch(List.of(search)).query(text, options, true);
    }

    /**
     * The passages most like a passage or a file, as if its text were the query.
     *
     * @throws WorkbenchException as {@link #query}
     */
    public Hits similar(Path file, QueryOptions options) throws IOException {
        return query(PathBytes.text(Files.readAllBytes(file)), options);
    }

    /** Reads ahead what the first query needs: frequencies, and the embedder of the channel. */
    void warm() throws IOException {
        if (snapshot.dimension() != 0) {
            query("warm", QueryOptions.top(1));
        }
    }

    EngramSearch search() {
        return search;
    }

    /** Hands over every passage with its text, file by file. */
    public void passages(Consumer<Passage> consumer) throws IOException {
        search.passages(consumer);
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
        return Infos.of(layout, pinned, snapshot, search);
    }

    /**
     * A SHA-256 over manifest, passages, trits, frequencies and documents, whatever files they are
     * spread over: an updated engram has that of a fresh ingest of the same tree.
     */
    public String digest() throws IOException {
        ByteWriter all = new ByteWriter(128);
        TreeNode.writeChunks(all, snapshot.tree());
        all.varint(snapshot.dimension()).id(IndexDigest.of(search.parts()));
        DocumentTree.node(snapshot).ifPresent(node -> TreeNode.writeChunks(all, node));
        Optional<FileRef> nodes = RoutedSearch.file(snapshot);
        if (nodes.isPresent()) {
            all.id(FolderNodes.read(layout, nodes.get().id()).digest());
        }
        search.semanticDigest().ifPresent(all::id);
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
