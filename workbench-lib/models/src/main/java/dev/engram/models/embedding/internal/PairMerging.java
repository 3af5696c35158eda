package dev.engram.models.embedding.internal;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * The merging loop of byte-pair encoding in two forms that give the same: the pair of lowest rank
 * first, the leftmost of several, until no pair has a merge.
 */
final class PairMerging {

    private PairMerging() {}

    /** Looks through all pairs for every merge: fastest for words. Quadratic. */
    static int[] scan(int[] symbols, PairTable merges) {
        int[] ids = symbols.clone();
        int length = ids.length;
        while (length > 1) {
            long best = PairTable.NONE;
            int at = -1;
            for (int i = 0; i + 1 < length; i++) {
                long merge = merges.find(ids[i], ids[i + 1]);
                if (merge < best) {
                    best = merge;
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            ids[at] = PairTable.made(best);
            System.arraycopy(ids, at + 2, ids, at + 1, length - at - 2);
            length--;
        }
        return Arrays.copyOf(ids, length);
    }

    /** Keeps the candidates in a queue: for stretches without blanks of any length. */
    static int[] queue(int[] symbols, PairTable merges) {
        int count = symbols.length;
        int[] ids = symbols.clone();
        int[] next = new int[count];
        int[] previous = new int[count];
        boolean[] gone = new boolean[count];
        PriorityQueue<Candidate> candidates = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            next[i] = i + 1 < count ? i + 1 : -1;
            previous[i] = i - 1;
            offer(candidates, merges, ids, i, next[i]);
        }
        int left = count;
        while (!candidates.isEmpty()) {
            Candidate candidate = candidates.remove();
            int at = candidate.at();
            int after = gone[at] ? -1 : next[at];
            if (after < 0 || merges.find(ids[at], ids[after]) != candidate.merge()) {
                continue;
            }
            ids[at] = PairTable.made(candidate.merge());
            gone[after] = true;
            left--;
            next[at] = next[after];
            if (next[at] >= 0) {
                previous[next[at]] = at;
            }
            offer(candidates, merges, ids, at, next[at]);
            if (previous[at] >= 0) {
                offer(candidates, merges, ids, previous[at], at);
            }
        }
        int[] result = new int[left];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            if (!gone[i]) {
                result[filled++] = ids[i];
            }
        }
        return result;
    }

    private static void offer(
            PriorityQueue<Candidate> candidates, PairTable merges, int[] ids, int at, int after) {
        if (after < 0) {
            return;
        }
        long merge = merges.find(ids[at], ids[after]);
        if (merge != PairTable.NONE) {
            candidates.add(new Candidate(merge, at));
        }
    }

    private record Candidate(long merge, int at) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byRank = Long.compare(merge, other.merge);
            return byRank != 0 ? byRank : Integer.compare(at, other.at);
        }
    }
}
