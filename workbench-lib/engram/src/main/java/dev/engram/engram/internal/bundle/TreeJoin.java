package dev.engram.engram.internal.bundle;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.ingest.FrameWriter;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins trees: the union of their paths. A folder that several have is joined in turn, its mode the
 * union of the bits, its time the latest; so the result is the same in whatever order and grouping
 * the trees come. Folders that only one has are taken by their node, unread.
 */
final class TreeJoin {

    /** The mode of folders that a prefix makes. */
    static final int SYNTHETIC_MODE = 0755;

    /**
     * A tree to be joined.
     *
     * @param name of its engram, for messages
     * @param prefix folders above it, not there yet
     * @param mode of its top
     * @param mtimeNanos of its top
     * @param above mode of the folders of the prefix above its top
     * @param node its top
     * @param reader reads its folders
     */
    record Branch(
            String name,
            PathPrefix prefix,
            int mode,
            long mtimeNanos,
            int above,
            List<ChunkRef> node,
            TreeReader reader) {

        private Branch step() {
            return new Branch(name, prefix.rest(), mode, mtimeNanos, above, node, reader);
        }

        private Branch into(FolderEntry folder) {
            PathPrefix none = new PathPrefix(List.of());
            return new Branch(
                    name, none, folder.mode(), folder.mtimeNanos(), above, folder.node(), reader);
        }
    }

    /**
     * A joined folder.
     *
     * @param mode its permission bits
     * @param mtimeNanos its time
     * @param node its stored node
     */
    record Joined(int mode, long mtimeNanos, List<ChunkRef> node) {}

    /** One tree's entry of a name, and the tree, if it is a folder. */
    private record Candidate(String from, TreeEntry entry, List<Branch> below) {}

    private final FrameWriter frames;
    private final boolean strict;

    /**
     * @param strict whether two files at one path must have the same content; otherwise the one
     *     whose chunks come first is taken
     */
    TreeJoin(FrameWriter frames, boolean strict) {
        this.frames = frames;
        this.strict = strict;
    }

    /**
     * Joins some trees; stores the nodes that are new.
     *
     * @throws WorkbenchException USAGE where two trees disagree on what a path is
     */
    Joined join(List<Branch> branches) throws IOException {
        return join(new byte[0], branches);
    }

    private Joined join(byte[] path, List<Branch> branches) throws IOException {
        Interrupts.check("no bundle was made");
        int mode = 0;
        long mtime = Long.MIN_VALUE;
        for (Branch branch : branches) {
            mode |= branch.prefix.isEmpty() ? branch.mode : branch.above;
            mtime = Math.max(mtime, branch.mtimeNanos);
        }
        boolean same =
                branches.stream().allMatch(b -> b.prefix.isEmpty())
                        && branches.stream().map(Branch::node).distinct().count() == 1;
        if (same) {
            return new Joined(mode, mtime, branches.getFirst().node);
        }
        Map<byte[], List<Candidate>> byName = new TreeMap<>(Arrays::compareUnsigned);
        for (Branch branch : branches) {
            gather(branch, byName);
        }
        List<TreeEntry> entries = new ArrayList<>();
        for (Map.Entry<byte[], List<Candidate>> one : byName.entrySet()) {
            entries.add(entry(TreeReader.join(path, one.getKey()), one.getKey(), one.getValue()));
        }
        return new Joined(mode, mtime, frames.addAll(new TreeNode(entries).toBytes()));
    }

    private static void gather(Branch branch, Map<byte[], List<Candidate>> byName)
            throws IOException {
        if (!branch.prefix.isEmpty()) {
            byte[] name = branch.prefix.names().getFirst();
            FolderEntry folder = new FolderEntry(name, branch.mode, branch.mtimeNanos, branch.node);
            byName.computeIfAbsent(name, n -> new ArrayList<>())
                    .add(new Candidate(branch.name, folder, List.of(branch.step())));
            return;
        }
        for (TreeEntry entry : branch.reader.node(branch.node).entries()) {
            List<Branch> below =
                    entry instanceof FolderEntry folder ? List.of(branch.into(folder)) : List.of();
            byName.computeIfAbsent(entry.name(), n -> new ArrayList<>())
                    .add(new Candidate(branch.name, entry, below));
        }
    }

    private TreeEntry entry(byte[] path, byte[] name, List<Candidate> candidates)
            throws IOException {
        if (candidates.stream().allMatch(c -> c.entry instanceof FolderEntry)) {
            List<Branch> below = new ArrayList<>();
            candidates.forEach(c -> below.addAll(c.below));
            Joined joined = join(path, below);
            return new FolderEntry(name, joined.mode, joined.mtimeNanos, joined.node);
        }
        Candidate first = candidates.getFirst();
        TreeEntry merged = first.entry;
        for (Candidate next : candidates.subList(1, candidates.size())) {
            merged = merge(path, merged, first.from, next);
        }
        return merged;
    }

    private TreeEntry merge(byte[] path, TreeEntry one, String from, Candidate next) {
        TreeEntry other = next.entry;
        int mode = one.mode() | other.mode();
        long mtime = Math.max(one.mtimeNanos(), other.mtimeNanos());
        if (one instanceof FileEntry a && other instanceof FileEntry b) {
            if (a.chunks().equals(b.chunks()) || !strict) {
                FileEntry kept = compare(a.chunks(), b.chunks()) <= 0 ? a : b;
                return new FileEntry(one.name(), mode, mtime, kept.size(), kept.chunks());
            }
        } else if (one instanceof LinkEntry a
                && other instanceof LinkEntry b
                && Arrays.equals(a.target(), b.target())) {
            return new LinkEntry(one.name(), mode, mtime, a.target());
        }
        throw WorkbenchException.usage(
                PathBytes.text(path) + " is not the same in " + from + " and " + next.from,
                "put one of them below a folder: " + next.from + "=NAME");
    }

    private static int compare(List<ChunkRef> a, List<ChunkRef> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).id().compareTo(b.get(i).id());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
