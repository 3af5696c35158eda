package dev.engram.engram.internal.nodes;

import com.github.luben.zstd.Zstd;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Sums the trits of all passages by group of files. As trits of one token travel together, a sum is
 * kept as how many passages take how many positions of which token, and what they have too much
 * where tokens meet: a lossless code of the integer counters, see docs/engram-format.md.
 */
public final class NodeWriter {

    private static final int ZSTD_LEVEL = 1;

    private final LexicalFormat format;
    private final List<Searcher.Part> parts;
    private final NodeGroups groups;
    private final int[][] groupOfPassage;

    private NodeWriter(LexicalFormat format, List<Searcher.Part> parts) {
        this.format = format;
        this.parts = parts;
        this.groups = new NodeGroups(parts);
        this.groupOfPassage = new int[parts.size()][];
        for (int p = 0; p < parts.size(); p++) {
            SegmentReader segment = parts.get(p).segment();
            groupOfPassage[p] = new int[segment.passages()];
            for (int f = 0; f < segment.files(); f++) {
                int end = segment.firstPassage(f + 1);
                Arrays.fill(groupOfPassage[p], segment.firstPassage(f), end, groups.of(p, f));
            }
        }
    }

    /** Writes the nodes of all passages that count; equal passages give an equal file. */
    public static FileRef write(
            StoreFiles files, StoreLayout layout, LexicalFormat format, List<Searcher.Part> parts)
            throws IOException {
        ByteWriter plain = new NodeWriter(format, parts).plain();
        byte[] packed = Zstd.compress(plain.toByteArray(), ZSTD_LEVEL);
        ByteWriter content = new ByteWriter(packed.length + 8).varint(plain.size()).raw(packed);
        return new FileRef(FileKind.NODES, MetaFile.write(files, layout, FileKind.NODES, content));
    }

    private ByteWriter plain() {
        ByteWriter out = new ByteWriter(1 << 20);
        out.varint(format.dimension()).varint(groups.folders().size());
        for (NodeTree.Folder folder : groups.folders()) {
            out.block(folder.path()).varint(folder.files());
        }
        ByteWriter lists = new ByteWriter(1 << 20);
        ByteWriter lengths = new ByteWriter(1 << 16);
        ByteWriter hashes = new ByteWriter(1 << 16);
        int tokens = 0;
        int[] counts = new int[groups.count() * format.depth()];
        for (long hash : tokens()) {
            int before = lists.size();
            count(hash, counts, lists);
            if (lists.size() > before) {
                tokens++;
                hashes.u64(hash);
                lengths.varint(lists.size() - before);
            }
        }
        out.varint(tokens).raw(hashes.array(), 0, hashes.size());
        out.raw(lengths.array(), 0, lengths.size()).raw(lists.array(), 0, lists.size());
        excesses(out);
        return out;
    }

    /** The hashes of all segments' tokens, ascending. */
    private long[] tokens() {
        long[] all = new long[parts.stream().mapToInt(part -> part.segment().terms()).sum()];
        int n = 0;
        for (Searcher.Part part : parts) {
            for (int t = 0; t < part.segment().terms(); t++) {
                all[n++] = part.segment().hash(t);
            }
        }
        Arrays.sort(all);
        return Arrays.stream(all).distinct().toArray();
    }

    /** Appends a token's counts by group and grade, and leaves {@code counts} empty again. */
    private void count(long hash, int[] counts, ByteWriter out) {
        int depth = format.depth();
        int[][] touched = {new int[16]};
        int[] found = {0};
        for (int p = 0; p < parts.size(); p++) {
            int term = parts.get(p).segment().term(hash);
            if (term < 0) {
                continue;
            }
            int[] groupOf = groupOfPassage[p];
            parts.get(p)
                    .segment()
                    .postings(
                            term,
                            (passage, grade) -> {
                                if (groupOf[passage] < 0) {
                                    return;
                                }
                                int slot = groupOf[passage] * depth + grade - 1;
                                if (counts[slot]++ == 0) {
                                    if (found[0] == touched[0].length) {
                                        touched[0] = Arrays.copyOf(touched[0], found[0] * 2);
                                    }
                                    touched[0][found[0]++] = slot;
                                }
                            });
        }
        Arrays.sort(touched[0], 0, found[0]);
        int previous = 0;
        for (int i = 0; i < found[0]; i++) {
            int slot = touched[0][i];
            int group = slot / depth;
            long head = (long) (group - previous) << FolderNodes.GRADE_BITS | slot % depth;
            boolean many = counts[slot] > 1;
            out.varint(head << 1 | (many ? 1 : 0));
            if (many) {
                out.varint(counts[slot] - 2);
            }
            counts[slot] = 0;
            previous = group;
        }
    }

    private void excesses(ByteWriter out) {
        int[] sums = new int[groups.count()];
        ByteWriter entries = new ByteWriter(1 << 10);
        java.util.BitSet met = new java.util.BitSet(sums.length);
        for (int position = 0; position < format.dimension(); position++) {
            for (int p = 0; p < parts.size(); p++) {
                int[] groupOf = groupOfPassage[p];
                parts.get(p)
                        .segment()
                        .excesses(
                                position,
                                (passage, amount) -> {
                                    if (groupOf[passage] >= 0) {
                                        sums[groupOf[passage]] += amount;
                                        met.set(groupOf[passage]);
                                    }
                                });
            }
            int count = 0;
            int previous = 0;
            ByteWriter list = new ByteWriter(met.isEmpty() ? 1 : 64);
            for (int g = met.nextSetBit(0); g >= 0; g = met.nextSetBit(g + 1)) {
                if (sums[g] != 0) {
                    list.varint(g - previous).signed(sums[g]);
                    previous = g;
                    count++;
                }
                sums[g] = 0;
            }
            met.clear();
            entries.varint(count).raw(list.array(), 0, list.size());
        }
        out.raw(entries.array(), 0, entries.size());
    }
}
