package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One state of the whole engram: everything a reader needs follows from it.
 *
 * @param parent the state before
 * @param epochMillis when it was taken
 * @param source the folder it was taken from, as text
 * @param includes globs given at ingest
 * @param excludes globs given at ingest
 * @param mode permission bits of the top folder
 * @param mtimeNanos modification time of the top folder, nanoseconds since 1970
 * @param tree the chunks of the top folder's node
 * @param files number of files
 * @param folders number of folders below the top
 * @param links number of symbolic links
 * @param bytes sum of the file sizes
 * @param dimension of the hypervectors, or 0 if there is no index
 * @param passages number of passages
 * @param chunkIndexes chunk index files
 * @param segments postings segments
 * @param extensions what else belongs to it, at most one of a kind, in the order of the kinds
 */
public record Snapshot(
        Optional<Id> parent,
        long epochMillis,
        String source,
        List<String> includes,
        List<String> excludes,
        int mode,
        long mtimeNanos,
        List<ChunkRef> tree,
        long files,
        long folders,
        long links,
        long bytes,
        int dimension,
        long passages,
        List<Id> chunkIndexes,
        List<SegmentRef> segments,
        List<Extension> extensions) {

    /**
     * @param segment a postings segment
     * @param deletions files of it that no longer count
     */
    public record SegmentRef(Id segment, Optional<Id> deletions) {}

    /** A draft of a snapshot that equals this one in what is not replaced. */
    public SnapshotDraft edit() {
        return new SnapshotDraft(this);
    }

    /** Whether a snapshot shows the same tree, found the same way; times of taking apart. */
    public boolean isSameState(Snapshot other) {
        return tree.equals(other.tree)
                && mode == other.mode
                && mtimeNanos == other.mtimeNanos
                && source.equals(other.source)
                && includes.equals(other.includes)
                && excludes.equals(other.excludes)
                && chunkIndexes.equals(other.chunkIndexes)
                && segments.equals(other.segments)
                && extensions.equals(other.extensions);
    }

    /** The same state with another extension of a kind, as the next snapshot. */
    public Snapshot with(Id newParent, long newEpochMillis, Extension extension) {
        List<Extension> others = new ArrayList<>(extensions);
        others.removeIf(e -> e.kind() == extension.kind());
        others.add(extension);
        others.sort(Comparator.comparing(Extension::kind));
        return new SnapshotDraft(this)
                .parent(Optional.of(newParent))
                .epochMillis(newEpochMillis)
                .extensions(List.copyOf(others))
                .snapshot();
    }

    /** The extension of a kind. */
    public Optional<Extension> extension(Extension.Kind kind) {
        return extensions.stream().filter(e -> e.kind() == kind).findFirst();
    }

    /**
     * The files this snapshot names: chunk indexes, segments, deletions, and those of extensions.
     * Packs are named by the chunk indexes.
     */
    public List<FileRef> fileRefs() {
        List<FileRef> refs = new ArrayList<>();
        chunkIndexes.forEach(id -> refs.add(new FileRef(FileKind.CHUNKS, id)));
        for (SegmentRef ref : segments) {
            refs.add(new FileRef(FileKind.SEGMENT, ref.segment));
            ref.deletions.ifPresent(d -> refs.add(new FileRef(FileKind.DELETIONS, d)));
        }
        extensions.forEach(e -> refs.addAll(e.files()));
        return refs;
    }

    /** All trees this snapshot needs: its own first, then those of extensions. */
    public List<List<ChunkRef>> trees() {
        List<List<ChunkRef>> trees = new ArrayList<>();
        trees.add(tree);
        extensions.forEach(e -> trees.addAll(e.trees()));
        return trees;
    }

    /** Writes the snapshot file and returns its name. */
    public Id write(StoreFiles files, StoreLayout layout) throws IOException {
        ByteWriter out = new ByteWriter(1024);
        optional(out, parent);
        out.varint(epochMillis).text(source);
        texts(out, includes);
        texts(out, excludes);
        out.varint(mode).signed(mtimeNanos);
        TreeNode.writeChunks(out, tree);
        out.varint(this.files).varint(folders).varint(links).varint(bytes);
        out.varint(dimension).varint(passages);
        out.varint(chunkIndexes.size());
        chunkIndexes.forEach(out::id);
        out.varint(segments.size());
        for (SegmentRef ref : segments) {
            out.id(ref.segment);
            optional(out, ref.deletions);
        }
        out.varint(extensions.size());
        extensions.forEach(e -> e.write(out));
        return MetaFile.write(files, layout, FileKind.SNAPSHOT, out);
    }

    /** Reads and verifies a snapshot file. */
    public static Snapshot read(StoreLayout layout, Id id) throws IOException {
        MetaFile.Content content = MetaFile.open(layout, FileKind.SNAPSHOT, id);
        ByteReader in = content.in();
        Optional<Id> parent = optional(in);
        long epochMillis = in.varint();
        String source = in.text();
        List<String> includes = texts(in);
        List<String> excludes = texts(in);
        int mode = in.varint(0xFFFF);
        long mtimeNanos = in.signed();
        List<ChunkRef> tree = TreeNode.readChunks(in);
        long files = in.varint();
        long folders = in.varint();
        long links = in.varint();
        long bytes = in.varint();
        int dimension = in.varint(Integer.MAX_VALUE);
        long passages = in.varint();
        List<Id> indexes = new ArrayList<>();
        for (int i = in.count(Id.BYTES); i > 0; i--) {
            indexes.add(in.id());
        }
        List<SegmentRef> segments = new ArrayList<>();
        for (int i = in.count(Id.BYTES + 1); i > 0; i--) {
            Id segment = in.id();
            segments.add(new SegmentRef(segment, optional(in)));
        }
        List<Extension> extensions = content.version() >= 2 ? extensions(in) : List.of();
        in.expectEnd();
        return new Snapshot(
                parent,
                epochMillis,
                source,
                includes,
                excludes,
                mode,
                mtimeNanos,
                tree,
                files,
                folders,
                links,
                bytes,
                dimension,
                passages,
                List.copyOf(indexes),
                List.copyOf(segments),
                extensions);
    }

    private static List<Extension> extensions(ByteReader in) {
        List<Extension> extensions = new ArrayList<>();
        for (int i = in.count(2); i > 0; i--) {
            Extension next = Extension.read(in);
            if (!extensions.isEmpty() && extensions.getLast().kind().compareTo(next.kind()) >= 0) {
                throw in.damaged("its extensions are out of order");
            }
            extensions.add(next);
        }
        return List.copyOf(extensions);
    }

    private static void optional(ByteWriter out, Optional<Id> id) {
        out.u8(id.isPresent() ? 1 : 0);
        id.ifPresent(out::id);
    }

    private static Optional<Id> optional(ByteReader in) {
        return switch (in.u8()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(in.id());
            default -> throw in.damaged("a flag is neither 0 nor 1");
        };
    }

    private static void texts(ByteWriter out, List<String> texts) {
        out.varint(texts.size());
        texts.forEach(out::text);
    }

    private static List<String> texts(ByteReader in) {
        List<String> texts = new ArrayList<>();
        for (int i = in.count(1); i > 0; i--) {
            texts.add(in.text());
        }
        return List.copyOf(texts);
    }
}
