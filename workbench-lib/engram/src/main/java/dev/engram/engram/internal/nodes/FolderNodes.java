package dev.engram.engram.internal.nodes;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The integer sums of all nodes, as one file holds them. Immutable, thread-safe. */
public final class FolderNodes {

    /** Bits that hold a grade minus one. */
    static final int GRADE_BITS = 4;

    private static final int MAX_BYTES = 1 << 30;

    /** Receives how many passages of a group take {@code grade} positions of a token. */
    @FunctionalInterface
    public interface CountSink {
        void count(int group, int grade, int passages);
    }

    /** Receives what the tokens' sum of a group has too much. */
    @FunctionalInterface
    public interface ExcessSink {
        void excess(int group, int amount);
    }

    private final String name;
    private final LexicalFormat format;
    private final List<NodeTree.Folder> folders;
    private final NodeTree tree;
    private final byte[] plain;
    private final long[] hashes;
    private final int[] lists;
    private final int[] excesses;

    private FolderNodes(String name, byte[] plain) {
        this.name = name;
        this.plain = plain;
        ByteReader in = new ByteReader(plain, name);
        format = LexicalFormat.of(in.varint(1 << 30));
        List<NodeTree.Folder> read = new ArrayList<>();
        for (int i = in.count(2); i > 0; i--) {
            byte[] path = in.block();
            int files = in.varint(Integer.MAX_VALUE);
            boolean ordered =
                    read.isEmpty() || Arrays.compareUnsigned(read.getLast().path(), path) < 0;
            if (files == 0 || !ordered) {
                throw in.damaged("its folders make no sense");
            }
            read.add(new NodeTree.Folder(path, files));
        }
        folders = List.copyOf(read);
        tree = new NodeTree(folders);
        hashes = new long[in.count(9)];
        for (int t = 0; t < hashes.length; t++) {
            hashes[t] = in.u64();
        }
        lists = new int[hashes.length + 1];
        for (int t = 0; t < hashes.length; t++) {
            lists[t + 1] = lists[t] + in.varint(plain.length - lists[t]);
        }
        int start = plain.length - in.remaining();
        for (int t = 0; t < lists.length; t++) {
            lists[t] += start;
        }
        if (lists[hashes.length] > plain.length) {
            throw in.damaged("its counts lead outside");
        }
        excesses = new int[format.dimension() + 1];
        ByteReader rest =
                new ByteReader(
                        plain, lists[hashes.length], plain.length - lists[hashes.length], name);
        for (int p = 0; p < format.dimension(); p++) {
            excesses[p] = plain.length - rest.remaining();
            for (int n = rest.count(2); n > 0; n--) {
                rest.varint();
                rest.varint();
            }
        }
        excesses[format.dimension()] = plain.length;
        rest.expectEnd();
    }

    /**
     * Reads and verifies a file of nodes.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED
     */
    public static FolderNodes read(StoreLayout layout, Id id) throws IOException {
        ByteReader in = MetaFile.read(layout, FileKind.NODES, id);
        int size = in.varint(MAX_BYTES);
        byte[] packed = in.raw(in.remaining());
        byte[] plain;
        try {
            plain = Zstd.decompress(packed, size);
        } catch (ZstdException e) {
            throw in.damaged("it cannot be unpacked");
        }
        if (plain.length != size) {
            throw in.damaged("it cannot be unpacked");
        }
        return new FolderNodes(layout.display(FileKind.NODES, id), plain);
    }

    /** The SHA-256 of all sums, however they are packed. */
    public Id digest() {
        return Id.hash(plain);
    }

    public LexicalFormat format() {
        return format;
    }

    public NodeTree tree() {
        return tree;
    }

    /** Whether these are the nodes of these groups. */
    public boolean areOf(NodeGroups groups) {
        List<NodeTree.Folder> others = groups.folders();
        boolean same = others.size() == folders.size();
        for (int i = 0; same && i < others.size(); i++) {
            same =
                    others.get(i).files() == folders.get(i).files()
                            && Arrays.equals(others.get(i).path(), folders.get(i).path());
        }
        return same;
    }

    /** The number of a token here, or a negative number. */
    public int token(long hash) {
        return Arrays.binarySearch(hashes, hash);
    }

    /** Calls {@code sink} for each group and grade of a token, ascending. */
    public void counts(int token, CountSink sink) {
        ByteReader in = new ByteReader(plain, lists[token], lists[token + 1] - lists[token], name);
        int group = 0;
        while (in.remaining() > 0) {
            long value = in.varint();
            int passages = (value & 1) == 0 ? 1 : in.varint(Integer.MAX_VALUE - 2) + 2;
            int grade = (int) (value >>> 1 & ((1 << GRADE_BITS) - 1)) + 1;
            group += (int) (value >>> 1 + GRADE_BITS);
            if (group < 0 || group >= tree.groups()) {
                throw in.damaged("a count names no group");
            }
            sink.count(group, grade, passages);
        }
    }

    /** Calls {@code sink} for each group with an excess at a position, ascending. */
    public void excesses(int position, ExcessSink sink) {
        ByteReader in =
                new ByteReader(
                        plain,
                        excesses[position],
                        excesses[position + 1] - excesses[position],
                        name);
        int group = 0;
        for (int n = in.count(2); n > 0; n--) {
            group += in.varint(tree.groups());
            int amount = (int) in.signed();
            if (group >= tree.groups()) {
                throw in.damaged("an excess names no group");
            }
            sink.excess(group, amount);
        }
    }

    /** The integer sum of the hypervectors of all passages at or below a node. */
    public Counters counters(int node) {
        Counters sum = new Counters(format.dimension());
        for (int t = 0; t < hashes.length; t++) {
            int[] codes = format.codebook().codes(hashes[t]);
            counts(
                    t,
                    (group, grade, passages) -> {
                        if (tree.isBelow(group, node)) {
                            int[] taken = Arrays.copyOf(codes, grade);
                            sum.add(Hypervector.of(format.dimension(), taken), passages);
                        }
                    });
        }
        for (int p = 0; p < format.dimension(); p++) {
            Hypervector unit = Hypervector.of(format.dimension(), p << 1);
            excesses(
                    p,
                    (group, amount) -> {
                        if (tree.isBelow(group, node)) {
                            sum.add(unit, -amount);
                        }
                    });
        }
        return sum;
    }
}
