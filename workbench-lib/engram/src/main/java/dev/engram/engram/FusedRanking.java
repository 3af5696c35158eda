package dev.engram.engram;

import dev.engram.engram.PassageSearch.Ranked;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Ranks passages by the sum of both channels, each measured in standard deviations from the mean of
 * all passages of all engrams. Passages that are not embedded yet count as average in meaning. Used
 * once, by one thread.
 */
final class FusedRanking {

    /** How much the meaning counts against 1 for the words, by what embedding costs. */
    static final double LIGHT_WEIGHT = 0.7;

    static final double HEAVY_WEIGHT = 5;

    private final List<EngramSearch> engrams;
    private final List<ChannelScores> scores;
    private final Moments words = new Moments();
    private final Map<SemanticFormat, Moments> meanings = new HashMap<>();
    private PriorityQueue<Ranked> best = new PriorityQueue<>(Ranked.BEST_FIRST.reversed());
    private int k;

    FusedRanking(List<EngramSearch> engrams, List<ChannelScores> scores) {
        this.engrams = engrams;
        this.scores = scores;
        for (int e = 0; e < engrams.size(); e++) {
            measure(engrams.get(e), scores.get(e));
        }
    }

    /** Count, mean and deviation of the scores of a channel. */
    private static final class Moments {
        private double count;
        private double sum;
        private double squares;
        private double most = Double.NEGATIVE_INFINITY;

        /** Adds the scores from one passage to another, less deleted ones. */
        void add(int[] dots, int from, int to, double unit) {
            double partSum = 0;
            double partSquares = 0;
            int partMost = Integer.MIN_VALUE;
            for (int i = from; i < to; i++) {
                double dot = dots[i];
                partSum += dot;
                partSquares += dot * dot;
                partMost = Math.max(partMost, dots[i]);
            }
            most = partMost == Integer.MIN_VALUE ? most : Math.max(most, partMost * unit);
            count += to - from;
            sum += partSum * unit;
            squares += partSquares * unit * unit;
        }

        double mean() {
            return count == 0 ? 0 : sum / count;
        }

        /** 1 over the deviation, or 0 where all scores are the same. */
        double scale() {
            double variance = count == 0 ? 0 : squares / count - mean() * mean();
            return variance > 1e-18 ? 1 / Math.sqrt(variance) : 0;
        }
    }

    private void measure(EngramSearch engram, ChannelScores own) {
        for (int p = 0; p < engram.parts().size(); p++) {
            Searcher.Part part = engram.parts().get(p);
            int covered = engram.trits(p).map(SemanticReader::covered).orElse(0);
            int[] lexical = own.lexical().get(p);
            int[] semantic = own.semantic().get(p);
            Moments meaning =
                    engram.semantic()
                            .map(f -> meanings.computeIfAbsent(f, x -> new Moments()))
                            .orElseGet(Moments::new);
            double wordUnit = own.words().map(w -> w.score(1)).orElse(0.0);
            double meaningUnit = own.meaning().map(m -> m.score(1)).orElse(0.0);
            ranges(
                    part,
                    (from, to) -> {
                        words.add(lexical, from, to, wordUnit);
                        meaning.add(
                                semantic,
                                Math.min(from, covered),
                                Math.min(to, covered),
                                meaningUnit);
                    });
        }
    }

    /** The best score by words. */
    double bestWords() {
        return Math.max(0, words.most);
    }

    /** The best cosine that an embedder gives. */
    OptionalDouble bestMeaning(String embedder) {
        return meanings.entrySet().stream()
                .filter(m -> m.getKey().embedder().equals(embedder) && m.getValue().count > 0)
                .mapToDouble(m -> m.getValue().most)
                .max();
    }

    /** Takes passages from one number to another. */
    @FunctionalInterface
    private interface Range {
        void take(int from, int to);
    }

    /** Hands over the passages of a segment that count. */
    private static void ranges(Searcher.Part part, Range range) {
        BitSet deleted = part.deleted();
        int files = part.segment().files();
        for (int f = deleted.nextClearBit(0); f < files; ) {
            int next = deleted.nextSetBit(f);
            int to = next < 0 ? files : Math.min(files, next);
            range.take(part.segment().firstPassage(f), part.segment().firstPassage(to));
            f = deleted.nextClearBit(to);
        }
    }

    /** The best passages. */
    List<Ranked> best(int most, byte[] scope, boolean bestPerFile) {
        this.k = most;
        boolean wordless = scores.stream().allMatch(s -> s.words().isEmpty());
        for (int e = 0; e < engrams.size(); e++) {
            EngramSearch engram = engrams.get(e);
            Optional<SemanticFormat> format = engram.semantic();
            Moments meaning =
                    format.map(f -> meanings.getOrDefault(f, new Moments()))
                            .orElseGet(Moments::new);
            double weight = wordless ? 1 : format.map(FusedRanking::weight).orElse(0.0);
            double wordUnit = scores.get(e).words().map(w -> w.score(1)).orElse(0.0);
            double meaningUnit = scores.get(e).meaning().map(m -> m.score(1)).orElse(0.0);
            // the semantic channel alone shows cosines, which mean something by themselves
            double a = words.scale() * wordUnit;
            double b = wordless ? meaningUnit : weight * meaning.scale() * meaningUnit;
            double meaningZero = wordless ? 0 : -weight * meaning.scale() * meaning.mean();
            double wordZero = -words.scale() * words.mean();
            for (int p = 0; p < engram.parts().size(); p++) {
                new Segment(e, p, a, b, wordZero, meaningZero).offer(scope, bestPerFile, wordless);
            }
        }
        return best.stream().sorted(Ranked.BEST_FIRST).toList();
    }

    private static double weight(SemanticFormat format) {
        return format.cost() == EmbedderInfo.Cost.LIGHT ? LIGHT_WEIGHT : HEAVY_WEIGHT;
    }

    /** One segment's passages on the way into the ranking. */
    private final class Segment {
        private final int engram;
        private final int number;
        private final double a;
        private final double b;
        private final double wordZero;
        private final double meaningZero;
        private final Searcher.Part part;
        private final int[] lexical;
        private final int[] semantic;
        private final int covered;

        Segment(int engram, int number, double a, double b, double wordZero, double meaningZero) {
            this.engram = engram;
            this.number = number;
            this.a = a;
            this.b = b;
            this.wordZero = wordZero;
            this.meaningZero = meaningZero;
            this.part = engrams.get(engram).parts().get(number);
            this.lexical = scores.get(engram).lexical().get(number);
            this.semantic = scores.get(engram).semantic().get(number);
            this.covered = engrams.get(engram).trits(number).map(t -> t.covered()).orElse(0);
        }

        private double score(int passage) {
            double score = a * lexical[passage] + wordZero;
            return passage < covered ? score + b * semantic[passage] + meaningZero : score;
        }

        /** Whether any channel knows a reason to show it. */
        private boolean speaks(int passage, boolean wordless) {
            return !wordless && lexical[passage] > 0 || passage < covered && semantic[passage] > 0;
        }

        void offer(byte[] scope, boolean bestPerFile, boolean wordless) {
            if (scope.length == 0 && !bestPerFile) {
                ranges(part, (from, to) -> offer(from, to, wordless));
                return;
            }
            for (int f = 0; f < part.segment().files(); f++) {
                if (!Searcher.counts(part, f, scope)) {
                    continue;
                }
                int from = part.segment().firstPassage(f);
                int to = part.segment().firstPassage(f + 1);
                if (!bestPerFile) {
                    offer(from, to, wordless);
                } else if (to > from) {
                    int top = from;
                    for (int i = from + 1; i < to; i++) {
                        top = score(i) > score(top) ? i : top;
                    }
                    offer(top, top + 1, wordless);
                }
            }
        }

        private void offer(int from, int to, boolean wordless) {
            double least = least();
            for (int i = from; i < to; i++) {
                double score = score(i);
                if (score > least && speaks(i, wordless)) {
                    best.add(new Ranked(engram, number, i, score));
                    if (best.size() > k) {
                        best.remove();
                    }
                    least = least();
                }
            }
        }

        private double least() {
            return best.size() < k ? Double.NEGATIVE_INFINITY : best.element().score();
        }
    }
}
