package dev.engram.engram.internal.index;

import dev.engram.engram.internal.bytes.ByteWriter;
import java.util.Arrays;

/**
 * The postings of a log by token: what of a token's list stands in this log, already encoded but
 * for its first posting, whose gap depends on the log before. Workers make them side by side, so
 * that joining them into a segment is little more than copying. Immutable.
 */
final class TermRuns {

    private final int[] terms;
    private final int[] sizes;

    /** Passage and grade of each run's first posting, as {@link PassageLog#posting} packs them. */
    private final int[] firsts;

    private final int[] lasts;
    private final int[] offsets;
    private final byte[] bytes;

    private TermRuns(
            int[] terms, int[] sizes, int[] firsts, int[] lasts, int[] offsets, byte[] bytes) {
        this.terms = terms;
        this.sizes = sizes;
        this.firsts = firsts;
        this.lasts = lasts;
        this.offsets = offsets;
        this.bytes = bytes;
    }

    /**
     * Sorts the postings of a log.
     *
     * @param gradeBits of the segment, see {@link SegmentWriter#gradeBits}
     */
    static TermRuns of(PassageLog log, int gradeBits) {
        int total = log.postings();
        int[] runOf = new int[log.termCount()];
        int[] terms = new int[Math.min(total, runOf.length)];
        int[] sizes = new int[terms.length];
        int runs = 0;
        for (int i = 0; i < total; i++) {
            int term = log.posting(i) >>> PassageLog.GRADE_BITS;
            int run = runOf[term] - 1;
            if (run < 0) {
                run = runs++;
                runOf[term] = runs;
                terms[run] = term;
            }
            sizes[run]++;
        }
        int[] next = new int[runs];
        for (int r = 1; r < runs; r++) {
            next[r] = next[r - 1] + sizes[r - 1];
        }
        int[] sorted = sort(log, runOf, next);
        return encode(Arrays.copyOf(terms, runs), Arrays.copyOf(sizes, runs), sorted, gradeBits);
    }

    private static int[] sort(PassageLog log, int[] runOf, int[] next) {
        int[] sorted = new int[log.postings()];
        int gradeMask = (1 << PassageLog.GRADE_BITS) - 1;
        int at = 0;
        for (int p = 0; p < log.passages(); p++) {
            for (int end = log.postingsEnd(p); at < end; at++) {
                int posting = log.posting(at);
                int run = runOf[posting >>> PassageLog.GRADE_BITS] - 1;
                sorted[next[run]++] = p << PassageLog.GRADE_BITS | (posting & gradeMask);
            }
        }
        return sorted;
    }

    private static TermRuns encode(int[] terms, int[] sizes, int[] sorted, int gradeBits) {
        int runs = terms.length;
        int[] firsts = new int[runs];
        int[] lasts = new int[runs];
        int[] offsets = new int[runs + 1];
        ByteWriter bytes = new ByteWriter(sorted.length + sorted.length / 4);
        int gradeMask = (1 << PassageLog.GRADE_BITS) - 1;
        int at = 0;
        for (int r = 0; r < runs; r++) {
            offsets[r] = bytes.size();
            firsts[r] = sorted[at];
            int previous = sorted[at++] >>> PassageLog.GRADE_BITS;
            for (int n = sizes[r]; n > 1; n--) {
                int passage = sorted[at] >>> PassageLog.GRADE_BITS;
                bytes.varint(
                        (long) (passage - previous - 1) << gradeBits | (sorted[at++] & gradeMask));
                previous = passage;
            }
            lasts[r] = previous;
        }
        offsets[runs] = bytes.size();
        return new TermRuns(terms, sizes, firsts, lasts, offsets, bytes.toByteArray());
    }

    /** Number of tokens in the log. */
    int count() {
        return terms.length;
    }

    /** The worker's number of a run's token. */
    int term(int run) {
        return terms[run];
    }

    /** Number of postings of a run, at least 1. */
    int size(int run) {
        return sizes[run];
    }

    /**
     * Appends a run to its token's list.
     *
     * @param base number of the log's first passage in the segment
     * @param previous the list's last passage so far, or -1
     * @return the list's last passage now
     */
    int append(int run, int base, int previous, int gradeBits, ByteWriter out) {
        int first = firsts[run];
        int passage = base + (first >>> PassageLog.GRADE_BITS);
        int grade = first & ((1 << PassageLog.GRADE_BITS) - 1);
        out.varint((long) (passage - previous - 1) << gradeBits | grade);
        out.raw(bytes, offsets[run], offsets[run + 1] - offsets[run]);
        return base + lasts[run];
    }
}
