package dev.engram.engram.internal.index;

import com.github.luben.zstd.Zstd;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.SectionFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Turns the logs of many files into one segment. Not thread-safe. */
public final class SegmentWriter {

    /** Sections of a segment, in order; see docs/engram-format.md. */
    static final int META = 0;

    static final int PATHS = 1;
    static final int FILES = 2;
    static final int PLACES = 3;
    static final int TERMS = 4;
    static final int POSTINGS = 5;
    static final int POSITIONS = 6;
    static final int EXCESS = 7;
    static final int SECTIONS = 8;

    /** Positions that share an offset in the position sections. */
    static final int POSITION_BLOCK = 16;

    /**
     * @param id name of the segment
     * @param sizeBytes its length
     * @param passages passages in it
     */
    public record Written(Id id, long sizeBytes, long passages) {}

    private final LexicalFormat format;
    private final List<PassageLog> logs;
    private final List<TermRuns> runs;

    private long[] termHashes = new long[0];
    private final Map<Object, int[]> ordinals = new IdentityHashMap<>();

    /**
     * @param logs in the order of their files in the tree
     */
    public SegmentWriter(LexicalFormat format, List<PassageLog> logs) {
        this.format = format;
        this.logs = logs;
        this.runs = logs.stream().map(log -> log.runs(gradeBits(format))).toList();
    }

    /** Writes the segment. */
    public Written write(StoreFiles files, StoreLayout layout) throws IOException {
        numberTerms();
        int[] frequencies = frequencies();
        int fileCount = 0;
        int passages = 0;
        long postings = 0;
        for (PassageLog log : logs) {
            fileCount += log.files();
            passages += log.passages();
            postings += log.postings();
        }
        try (SectionFile.Writer out = new SectionFile.Writer(files, layout, FileKind.SEGMENT)) {
            ByteWriter meta = new ByteWriter(64);
            meta.varint(format.dimension()).varint(format.depth()).varint(format.unit());
            meta.varint(format.maxTrits()).varint(passages).varint(fileCount);
            meta.varint(termHashes.length).varint(postings);
            CompletableFuture<List<ByteWriter>> byPosition =
                    CompletableFuture.supplyAsync(() -> List.of(positions(), excesses()));
            out.section(meta);
            out.section(paths());
            places(out, fileCount);
            postings(out, frequencies);
            for (ByteWriter section : byPosition.join()) {
                out.section(section);
            }
            long size = out.size();
            return new Written(out.finish(), size, passages);
        }
    }

    /** Gives every token a number in the order of the hashes, and maps each worker's numbers. */
    private void numberTerms() {
        Map<Object, PassageLog> latest = new IdentityHashMap<>();
        for (PassageLog log : logs) {
            latest.merge(log.terms(), log, (a, b) -> a.termCount() >= b.termCount() ? a : b);
        }
        long[] all = new long[latest.values().stream().mapToInt(PassageLog::termCount).sum()];
        int count = 0;
        for (PassageLog log : latest.values()) {
            for (int t = 0; t < log.termCount(); t++) {
                all[count++] = log.termHash(t);
            }
        }
        Arrays.sort(all, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[distinct++] = all[i];
            }
        }
        long[] known = Arrays.copyOf(all, distinct);
        boolean[] used = new boolean[distinct];
        latest.forEach(
                (table, log) -> {
                    int[] map = new int[log.termCount()];
                    Arrays.setAll(map, t -> Arrays.binarySearch(known, log.termHash(t)));
                    ordinals.put(table, map);
                });
        for (int l = 0; l < logs.size(); l++) {
            int[] map = map(logs.get(l));
            TermRuns log = runs.get(l);
            for (int r = 0; r < log.count(); r++) {
                used[map[log.term(r)]] = true;
            }
        }
        int[] compact = new int[distinct];
        int kept = 0;
        for (int i = 0; i < distinct; i++) {
            compact[i] = kept;
            if (used[i]) {
                known[kept++] = known[i];
            }
        }
        ordinals.values().forEach(map -> Arrays.setAll(map, t -> compact[map[t]]));
        termHashes = Arrays.copyOf(known, kept);
    }

    private int[] map(PassageLog log) {
        int[] map = ordinals.get(log.terms());
        if (map == null) {
            throw new IllegalStateException("a log with unknown terms");
        }
        return map;
    }

    private int[] frequencies() {
        int[] frequencies = new int[termHashes.length];
        for (int l = 0; l < logs.size(); l++) {
            int[] map = map(logs.get(l));
            TermRuns log = runs.get(l);
            for (int r = 0; r < log.count(); r++) {
                frequencies[map[log.term(r)]] += log.size(r);
            }
        }
        return frequencies;
    }

    private ByteWriter paths() {
        List<byte[]> paths = new ArrayList<>();
        for (PassageLog log : logs) {
            for (int f = 0; f < log.files(); f++) {
                paths.add(log.path(f));
            }
        }
        return paths(paths);
    }

    /** The section of the files' paths. */
    static ByteWriter paths(List<byte[]> paths) {
        ByteWriter plain = new ByteWriter(1 << 16);
        paths.forEach(plain::block);
        byte[] packed = Zstd.compress(plain.toByteArray(), 3);
        return new ByteWriter(packed.length + 8).varint(plain.size()).raw(packed);
    }

    private void places(SectionFile.Writer out, int fileCount) throws IOException {
        ByteWriter table = new ByteWriter((fileCount + 1) * 8);
        ByteWriter places = new ByteWriter(1 << 16);
        int first = 0;
        for (PassageLog log : logs) {
            for (int f = 0; f < log.files(); f++) {
                table.u32(first + log.firstPassage(f)).u32(places.size());
                int atByte = 0;
                int atLine = 0;
                for (int p = log.firstPassage(f); p < log.firstPassage(f + 1); p++) {
                    places.signed(log.startByte(p) - atByte);
                    places.varint(log.endByte(p) - log.startByte(p));
                    places.signed(log.startLine(p) - atLine);
                    places.varint(log.endLine(p) - log.startLine(p));
                    atByte = log.endByte(p);
                    atLine = log.endLine(p);
                }
            }
            first += log.passages();
        }
        table.u32(first).u32(places.size());
        out.section(table);
        out.section(places);
    }

    private void postings(SectionFile.Writer out, int[] frequencies) throws IOException {
        int count = termHashes.length;
        int[] starts = new int[count + 1];
        long total = 0;
        for (int l = 0; l < logs.size(); l++) {
            int[] map = map(logs.get(l));
            TermRuns log = runs.get(l);
            for (int r = 0; r < log.count(); r++) {
                starts[map[log.term(r)] + 1]++;
                total += log.size(r);
            }
        }
        for (int t = 0; t < count; t++) {
            starts[t + 1] += starts[t];
        }
        long[] sorted = sortedRuns(starts);
        int[] bases = new int[logs.size()];
        for (int l = 1; l < bases.length; l++) {
            bases[l] = bases[l - 1] + logs.get(l - 1).passages();
        }
        int gradeBits = gradeBits(format);
        ByteWriter blob = new ByteWriter((int) Math.min(1 << 28, total * 3 / 2));
        ByteWriter terms = new ByteWriter(count * 20 + 8);
        for (long hash : termHashes) {
            terms.u64(hash);
        }
        for (int t = 0; t < count; t++) {
            terms.u64(blob.size());
            int previous = -1;
            for (int i = starts[t]; i < starts[t + 1]; i++) {
                int log = (int) (sorted[i] >>> 32);
                previous =
                        runs.get(log)
                                .append((int) sorted[i], bases[log], previous, gradeBits, blob);
            }
        }
        terms.u64(blob.size());
        for (int frequency : frequencies) {
            terms.u32(frequency);
        }
        out.section(terms);
        out.section(blob);
    }

    /**
     * All runs by token, then log: number of the log in the upper half, of the run in the lower.
     */
    private long[] sortedRuns(int[] starts) {
        long[] sorted = new long[starts[termHashes.length]];
        int[] next = Arrays.copyOf(starts, termHashes.length);
        for (int l = 0; l < logs.size(); l++) {
            int[] map = map(logs.get(l));
            TermRuns log = runs.get(l);
            for (int r = 0; r < log.count(); r++) {
                sorted[next[map[log.term(r)]]++] = (long) l << 32 | r;
            }
        }
        return sorted;
    }

    /** Bits of a posting that hold the grade minus one. */
    static int gradeBits(LexicalFormat format) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(format.depth() - 1));
    }

    /** For each position the tokens that own it. */
    private ByteWriter positions() {
        int depth = format.depth();
        int[] codes = new int[termHashes.length * depth];
        for (int t = 0; t < termHashes.length; t++) {
            format.codebook().codes(termHashes[t], codes, t * depth);
        }
        int[] starts = new int[format.dimension() + 1];
        for (int code : codes) {
            starts[(code >>> 1) + 1]++;
        }
        for (int p = 0; p < format.dimension(); p++) {
            starts[p + 1] += starts[p];
        }
        int[] owners = new int[codes.length];
        int[] next = starts.clone();
        for (int i = 0; i < codes.length; i++) {
            owners[next[codes[i] >>> 1]++] = i / depth;
        }
        PositionLists lists = new PositionLists(format.dimension());
        for (int p = 0; p < format.dimension(); p++) {
            lists.begin(starts[p + 1] - starts[p]);
            int previous = -1;
            for (int i = starts[p]; i < starts[p + 1]; i++) {
                lists.content().varint(owners[i] - previous - 1);
                previous = owners[i];
            }
        }
        return lists.finish();
    }

    /** For each position the passages where the tokens' sum leaves -1…1, and by how much. */
    private ByteWriter excesses() {
        int[] starts = new int[format.dimension() + 1];
        for (PassageLog log : logs) {
            for (int i = 0; i < log.excessCount(); i += 3) {
                starts[log.excesses()[i] + 1]++;
            }
        }
        for (int p = 0; p < format.dimension(); p++) {
            starts[p + 1] += starts[p];
        }
        int total = starts[format.dimension()];
        int[] passages = new int[total];
        int[] amounts = new int[total];
        int[] next = starts.clone();
        int first = 0;
        for (PassageLog log : logs) {
            for (int i = 0; i < log.excessCount(); i += 3) {
                int slot = next[log.excesses()[i]]++;
                passages[slot] = first + log.excesses()[i + 1];
                amounts[slot] = log.excesses()[i + 2];
            }
            first += log.passages();
        }
        PositionLists lists = new PositionLists(format.dimension());
        for (int p = 0; p < format.dimension(); p++) {
            lists.begin(starts[p + 1] - starts[p]);
            int previous = -1;
            for (int i = starts[p]; i < starts[p + 1]; i++) {
                lists.content().varint(passages[i] - previous - 1).signed(amounts[i]);
                previous = passages[i];
            }
        }
        return lists.finish();
    }

    /** Lists by position: an offset (u32) for each block of positions, then count and content. */
    private static final class PositionLists {
        private final ByteWriter offsets;
        private final ByteWriter content = new ByteWriter(1 << 16);
        private int position;

        PositionLists(int dimension) {
            offsets = new ByteWriter((dimension / POSITION_BLOCK + 2) * 4);
        }

        void begin(int count) {
            if (position++ % POSITION_BLOCK == 0) {
                offsets.u32(content.size());
            }
            content.varint(count);
        }

        ByteWriter content() {
            return content;
        }

        ByteWriter finish() {
            offsets.u32(content.size());
            return offsets.raw(content.array(), 0, content.size());
        }
    }
}
