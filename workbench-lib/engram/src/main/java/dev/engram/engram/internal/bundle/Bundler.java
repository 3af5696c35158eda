package dev.engram.engram.internal.bundle;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.BundlePart;
import dev.engram.engram.BundleResult;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Cleanup;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.ingest.KnownChunks;
import dev.engram.engram.internal.ingest.PackSink;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeNode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes one engram of several: packs, chunk indexes and segments are taken over as files, manifests
 * are joined node by node. No content is read. Not thread-safe.
 */
public final class Bundler {

    /** More chunk indexes than this become one. */
    private static final int MOST_CHUNK_INDEXES = 8;

    private final StoreFiles files;
    private final Progress progress;

    public Bundler(StoreFiles files, Progress progress) {
        this.files = files;
        this.progress = progress;
    }

    /**
     * Bundles.
     *
     * @param wanted the parts, in any order
     * @param engram the bundle; if it exists, it gets a new snapshot
     * @throws WorkbenchException USAGE where parts disagree, MISSING or DAMAGED for a part
     */
    public BundleResult bundle(List<BundlePart> wanted, Path engram) throws IOException {
        long started = System.nanoTime();
        if (wanted.isEmpty()) {
            throw WorkbenchException.usage(
                    "nothing to bundle", "example: bundle -e all.engram a.engram=a b.engram=b");
        }
        StoreLayout layout = new StoreLayout(engram.toAbsolutePath().normalize());
        List<Part> parts = new ArrayList<>();
        try (Arena reading = Arena.ofShared()) {
            try {
                for (BundlePart part : wanted) {
                    Part open = Part.open(part.engram(), part.prefix(), reading);
                    parts.add(open);
                    if (open.layout().folder().equals(layout.folder())) {
                        throw WorkbenchException.usage(
                                engram + " cannot be a part of itself", "give another name to -e");
                    }
                }
                requireAlike(parts);
                requireEngramOrNothing(layout, engram);
                return Writing.run(files, layout, arena -> write(parts, layout, arena, started));
            } finally {
                for (Part part : parts) {
                    part.close();
                }
            }
        }
    }

    private static void requireEngramOrNothing(StoreLayout layout, Path engram) {
        if (Files.exists(layout.folder()) && !Files.exists(layout.root())) {
            throw WorkbenchException.damaged(
                    "not an engram: " + engram + " exists and is something else",
                    "give another name to -e, such as " + engram.getFileName() + ".engram");
        }
    }

    /** An index is of one kind, or searching it would mean two things. */
    private static void requireAlike(List<Part> parts) {
        Part first = parts.getFirst();
        for (Part part : parts) {
            if (part.snapshot().dimension() != first.snapshot().dimension()) {
                throw WorkbenchException.usage(
                        first.name()
                                + " has "
                                + first.snapshot().dimension()
                                + " dimensions, "
                                + part.name()
                                + " has "
                                + part.snapshot().dimension(),
                        "ingest one of them again with --dims");
            }
            if (part.snapshot().extension(Extension.Kind.LOST).isPresent()) {
                throw WorkbenchException.usage(
                        part.name() + " has lost files, which a bundle would no longer tell",
                        "ingest what it was made of once more");
            }
            if (!DocumentTree.isCurrent(part.snapshot())) {
                throw WorkbenchException.usage(
                        part.name() + " was indexed by an older workbench",
                        "bring it up to date first: workbench engram update DIR -e " + part.name());
            }
        }
    }

    private BundleResult write(List<Part> parts, StoreLayout layout, Arena arena, long started)
            throws IOException {
        Optional<RootFile> root =
                Files.exists(layout.root()) ? Optional.of(RootFile.read(layout)) : Optional.empty();
        boolean done = false;
        PackSink packs = new PackSink(files, layout);
        try (packs) {
            progress.update("joining manifests", 0, -1, Progress.Unit.ITEMS);
            TreeJoin.Joined tree;
            List<Extension> extensions;
            try (FrameWriter frames = new FrameWriter(packs, new KnownChunks(Optional.empty()))) {
                tree = new TreeJoin(frames, true).join(parts.stream().map(Part::files).toList());
                extensions = extensions(parts, frames);
                frames.finish();
            }
            List<PackWriter.Pack> written = packs.finished();
            FileTransfer transfer = new FileTransfer(files, layout);
            SegmentJoin segments = new SegmentJoin(files, layout, transfer, arena);
            for (Part part : parts) {
                Interrupts.check("no bundle was made");
                progress.update("taking over " + part.name(), 0, -1, Progress.Unit.ITEMS);
                packs(part, transfer, arena);
                segments.add(part);
            }
            List<Snapshot.SegmentRef> refs = segments.finish();
            List<Id> indexes = chunkIndexes(parts, written, layout, transfer, arena);
            TreeCount count = TreeCount.of(layout, indexes, tree.node(), arena);
            Snapshot snapshot =
                    new Snapshot(
                            root.map(RootFile::head),
                            System.currentTimeMillis(),
                            source(parts),
                            List.of(),
                            List.of(),
                            tree.mode(),
                            tree.mtimeNanos(),
                            tree.node(),
                            count.files(),
                            count.folders(),
                            count.links(),
                            count.bytes(),
                            parts.getFirst().snapshot().dimension(),
                            segments.passages(),
                            indexes,
                            refs,
                            extensions);
            Id id = Commit.snapshot(files, layout, root, snapshot);
            done = true;
            return new BundleResult(
                    id.hex(),
                    parts.size(),
                    count.files(),
                    count.bytes(),
                    segments.passages(),
                    transfer.copiedBytes(),
                    (System.nanoTime() - started) / 1_000_000);
        } finally {
            if (!done) {
                packs.close();
                Cleanup.unreferenced(files, layout);
            }
        }
    }

    private static String source(List<Part> parts) {
        return parts.stream()
                .map(Bundler::described)
                .collect(Collectors.joining(" ", "bundle of ", ""));
    }

    private static String described(Part part) {
        String name = String.valueOf(part.layout().folder().getFileName());
        String prefix = PathBytes.text(part.prefix().join(new byte[0]));
        return prefix.isEmpty() ? name : name + "=" + prefix;
    }

    /**
     * What the bundle has beside tree and postings, in the order of the kinds. Kinds that are not
     * joined here are left out: they can be made again from the bundle.
     */
    private static List<Extension> extensions(List<Part> parts, FrameWriter frames)
            throws IOException {
        return parts.getFirst().snapshot().dimension() == 0
                ? List.of()
                : List.of(DocumentTree.extension(documents(parts, frames)));
    }

    private static List<ChunkRef> documents(List<Part> parts, FrameWriter frames)
            throws IOException {
        List<TreeJoin.Branch> branches = new ArrayList<>();
        for (Part part : parts) {
            part.documents().ifPresent(branches::add);
        }
        return branches.isEmpty()
                ? frames.addAll(new TreeNode(List.of()).toBytes())
                : new TreeJoin(frames, false).join(branches).node();
    }

    private static void packs(Part part, FileTransfer transfer, Arena arena) throws IOException {
        for (Id index : part.snapshot().chunkIndexes()) {
            for (Id pack : ChunkIndex.open(part.layout(), index, arena).packs()) {
                transfer.take(part.layout(), FileKind.PACK, pack);
            }
        }
    }

    /** The parts' own, or one for all if they are many; and that of the packs written here. */
    private List<Id> chunkIndexes(
            List<Part> parts,
            List<PackWriter.Pack> written,
            StoreLayout layout,
            FileTransfer transfer,
            Arena arena)
            throws IOException {
        Set<Id> indexes = new LinkedHashSet<>();
        parts.forEach(part -> indexes.addAll(part.snapshot().chunkIndexes()));
        boolean many = indexes.size() >= MOST_CHUNK_INDEXES;
        List<PackWriter.Pack> covered = new ArrayList<>(written);
        Set<Id> packs = new LinkedHashSet<>();
        written.forEach(pack -> packs.add(pack.id()));
        List<Id> named = new ArrayList<>();
        Set<Id> taken = new LinkedHashSet<>();
        for (Part part : parts) {
            for (Id index : part.snapshot().chunkIndexes()) {
                if (!taken.add(index)) {
                    continue;
                }
                if (many) {
                    ChunkIndex.open(part.layout(), index, arena).contents().stream()
                            .filter(pack -> packs.add(pack.id()))
                            .forEach(covered::add);
                } else {
                    transfer.take(part.layout(), FileKind.CHUNKS, index);
                    named.add(index);
                }
            }
        }
        if (!covered.isEmpty()) {
            named.add(ChunkIndex.write(files, layout, covered));
        }
        return named.stream().distinct().toList();
    }
}
