package dev.engram.engram.internal.index;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;

/**
 * The dot products of one query with all passages of one segment. Every token that owns one of the
 * query's positions counts, the query's own and those that meet it by chance; lists are left out
 * only where no passage in them can take the position, which changes no score. Used once.
 */
final class SegmentScan {

    private final SegmentReader segment;
    private final LexicalFormat format;
    private final QueryVector query;
    private final LongPredicate wanted;
    private final int[] sums;

    /** Token in the upper half, position in the lower: who owns which of the query's positions. */
    private long[] owners = new long[1 << 10];

    private int ownerCount;
    private byte[] postings = new byte[1 << 12];
    private final IntFunction<byte[]> buffer = this::buffer;

    /**
     * @param wanted by their hashes, the tokens that may count where they meet the query by chance
     */
    SegmentScan(SegmentReader segment, QueryVector query, LongPredicate wanted) {
        this.segment = segment;
        this.format = segment.format();
        this.query = query;
        this.wanted = wanted;
        this.sums = new int[segment.passages()];
    }

    /**
     * @return one sum for each passage
     */
    int[] dotProducts() {
        for (int position : query.positions()) {
            segment.owners(position, term -> owner(term, position));
            int weight = query.at(position);
            segment.excesses(position, (passage, amount) -> sums[passage] -= weight * amount);
        }
        Arrays.sort(owners, 0, ownerCount);
        for (int i = 0; i < ownerCount; ) {
            int term = (int) (owners[i] >>> 32);
            int end = i + 1;
            while (end < ownerCount && (int) (owners[end] >>> 32) == term) {
                end++;
            }
            if (end - i == 1) {
                one(term, (int) owners[i]);
            } else {
                several(term);
            }
            i = end;
        }
        return sums;
    }

    private void owner(int term, int position) {
        if (ownerCount == owners.length) {
            owners = Arrays.copyOf(owners, ownerCount * 2);
        }
        owners[ownerCount++] = (long) term << 32 | position;
    }

    /** A token that owns one of the positions: nearly always one that meets the query by chance. */
    private void one(int term, int position) {
        int known = segment.knownGrade(term);
        int limit = known == 0 ? format.depth() : known;
        long hash = segment.hash(term);
        int code = format.codebook().find(hash, position, limit);
        if (code < 0 || !wanted.test(hash)) {
            return; // no passage takes that much of the token, or none that is looked for
        }
        int weight = query.at(position);
        add(term, code >>> 1, (code & 1) == 0 ? weight : -weight);
    }

    /**
     * Adds {@code weight} to each passage that takes more than {@code rank} of the token's list.
     */
    private void add(int term, int rank, int weight) {
        int length = segment.postings(term, buffer);
        byte[] bytes = postings;
        int gradeBits = SegmentWriter.gradeBits(format);
        int mask = (1 << gradeBits) - 1;
        int passage = -1;
        int highest = 0;
        int at = 0;
        while (at < length) {
            int next = bytes[at++];
            int value = next & 0x7F;
            for (int shift = 7; next < 0 && at < length && shift < 35; shift += 7) {
                next = bytes[at++];
                value |= (next & 0x7F) << shift;
            }
            passage += (value >>> gradeBits) + 1;
            if (passage < 0 || passage >= sums.length) {
                throw segment.damaged("a posting names no passage");
            }
            int grade = value & mask;
            highest = Math.max(highest, grade);
            if (grade >= rank) {
                sums[passage] += weight;
            }
        }
        segment.knowGrade(term, highest + 1);
    }

    /** A token that owns several of the positions: one of the query's, or a rare chance. */
    private void several(int term) {
        int depth = format.depth();
        int[] codes = format.codebook().codes(segment.hash(term));
        int[] weights = new int[1 << SegmentWriter.gradeBits(format)];
        int sum = 0;
        for (int grade = 0; grade < weights.length; grade++) {
            if (grade < depth) {
                int weight = query.at(codes[grade] >>> 1);
                sum += (codes[grade] & 1) == 0 ? weight : -weight;
            }
            weights[grade] = sum;
        }
        int length = segment.postings(term, buffer);
        byte[] bytes = postings;
        int gradeBits = SegmentWriter.gradeBits(format);
        int mask = weights.length - 1;
        int passage = -1;
        int at = 0;
        while (at < length) {
            int next = bytes[at++];
            int value = next & 0x7F;
            for (int shift = 7; next < 0 && at < length && shift < 35; shift += 7) {
                next = bytes[at++];
                value |= (next & 0x7F) << shift;
            }
            passage += (value >>> gradeBits) + 1;
            if (passage < 0 || passage >= sums.length) {
                throw segment.damaged("a posting names no passage");
            }
            sums[passage] += weights[value & mask];
        }
    }

    private byte[] buffer(int length) {
        if (length > postings.length) {
            postings = new byte[Math.max(length, postings.length * 2)];
        }
        return postings;
    }
}
