package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * What an index says, whatever segments it is spread over: equal digests mean equal passages, trits
 * and frequencies.
 */
public final class IndexDigest {

    private IndexDigest() {}

    /** The SHA-256 over all files that count, in the order of their paths. */
    public static Id of(List<Searcher.Part> parts) {
        TreeMap<byte[], Id> files = new TreeMap<>(Arrays::compareUnsigned);
        for (Searcher.Part part : parts) {
            add(SegmentLogs.of(part.segment(), part.deleted()), files);
        }
        ByteWriter all = new ByteWriter(1 << 16);
        files.forEach((path, content) -> all.block(path).id(content));
        return Id.hash(all.toByteArray());
    }

    private static void add(PassageLog log, TreeMap<byte[], Id> files) {
        long[][] excesses = new long[log.passages()][];
        Arrays.fill(excesses, new long[0]);
        for (int i = 0; i < log.excessCount(); i += 3) {
            int passage = log.excesses()[i + 1];
            long[] longer = Arrays.copyOf(excesses[passage], excesses[passage].length + 1);
            longer[longer.length - 1] =
                    (long) log.excesses()[i] << 32 | (log.excesses()[i + 2] & 0xFFFFFFFFL);
            excesses[passage] = longer;
        }
        int at = 0;
        for (int f = 0; f < log.files(); f++) {
            ByteWriter content = new ByteWriter(1 << 12);
            for (int p = log.firstPassage(f); p < log.firstPassage(f + 1); p++) {
                content.u32(log.startByte(p)).u32(log.endByte(p));
                content.u32(log.startLine(p)).u32(log.endLine(p));
                int end = log.postingsEnd(p);
                TreeMap<Long, Integer> sorted = new TreeMap<>();
                for (; at < end; at++) {
                    int posting = log.posting(at);
                    sorted.put(
                            log.termHash(posting >>> PassageLog.GRADE_BITS),
                            posting & ((1 << PassageLog.GRADE_BITS) - 1));
                }
                content.u32(sorted.size());
                sorted.forEach((hash, grade) -> content.u64(hash).u8(grade));
                long[] found = excesses[p];
                Arrays.sort(found);
                content.u32(found.length);
                for (long excess : found) {
                    content.u64(excess);
                }
            }
            files.put(log.path(f), Id.hash(content.toByteArray()));
        }
    }
}
