package dev.engram.engram.internal.index;

import dev.engram.engram.internal.index.Searcher.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the k best of the matches offered, which come in the order that breaks ties. */
final class TopMatches {

    private static final Comparator<Match> WORST_FIRST =
            Comparator.comparingLong(Match::dot)
                    .thenComparing(Comparator.comparingInt(Match::part).reversed())
                    .thenComparing(Comparator.comparingInt(Match::passage).reversed());

    private final int k;
    private final PriorityQueue<Match> best;

    TopMatches(int k) {
        this.k = k;
        this.best = new PriorityQueue<>(Math.min(k, 1 << 16) + 1, WORST_FIRST);
    }

    /** A match must be above this to be kept; never below 0. */
    long least() {
        return best.size() < k ? 0 : best.element().dot();
    }

    void add(int part, int passage, long dot) {
        best.add(new Match(part, passage, dot));
        if (best.size() > k) {
            best.remove();
        }
    }

    /** Best first. */
    List<Match> sorted() {
        List<Match> sorted = new ArrayList<>(best);
        sorted.sort(WORST_FIRST.reversed());
        return sorted;
    }
}
