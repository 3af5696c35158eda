package dev.engram.engram.internal.index;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Mixing;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Searches the segments of one snapshot. Immutable, thread-safe. */
public final class Searcher {

    /** Longest document frequency weight that is kept apart from rounding. */
    private static final int MAX_REPEATS = 64;

    /** Passages that are compared with the least of the best at once. */
    private static final int BLOCK = 1 << 9;

    /** Of a long query, such as a whole file, the tokens that weigh most. */
    private static final int MOST_TOKENS = 256;

    /**
     * A segment and what of it counts.
     *
     * @param segment the segment
     * @param deleted its files that no longer count
     */
    public record Part(SegmentReader segment, BitSet deleted) {

        /** Maps a segment of a snapshot for the life of {@code arena}. */
        public static Part open(StoreLayout layout, Snapshot.SegmentRef ref, Arena arena)
                throws IOException {
            SegmentReader segment = SegmentReader.open(layout, ref.segment(), arena);
            BitSet deleted =
                    ref.deletions().isPresent()
                            ? Deletions.read(layout, ref.deletions().get(), segment.files())
                            : new BitSet();
            return new Part(segment, deleted);
        }
    }

    /**
     * A passage and its dot product with the query.
     *
     * @param part number of the segment
     * @param passage number in the segment
     * @param dot the dot product; {@link QueryVector#score} makes it a score
     */
    public record Match(int part, int passage, long dot) {}

    private final List<Part> parts;
    private final long passages;

    public Searcher(List<Part> parts) {
        this.parts = List.copyOf(parts);
        this.passages = parts.stream().mapToLong(Searcher::live).sum();
    }

    private static long live(Part part) {
        long live = part.segment.passages();
        for (int f = part.deleted.nextSetBit(0); f >= 0; f = part.deleted.nextSetBit(f + 1)) {
            live -= part.segment.firstPassage(f + 1) - part.segment.firstPassage(f);
        }
        return live;
    }

    public List<Part> parts() {
        return parts;
    }

    /** Passages that count. */
    public long passages() {
        return passages;
    }

    /** In how many passages that count a token occurs; the same after any merging of segments. */
    public long frequency(long token) {
        long[] total = {0};
        for (Part part : parts) {
            int term = part.segment.term(token);
            if (term < 0) {
                continue;
            }
            if (part.deleted.isEmpty()) {
                total[0] += part.segment.frequency(term);
            } else {
                part.segment.postings(
                        term,
                        (passage, grade) -> {
                            if (!part.deleted.get(part.segment.fileOf(passage))) {
                                total[0]++;
                            }
                        });
            }
        }
        return total[0];
    }

    /**
     * The hypervector of a query: each token's whole list, weighted by rarity and, for long
     * queries, by repetition. Tokens that no passage has weigh nothing.
     *
     * @throws WorkbenchException USAGE if the text has no searchable token
     */
    public QueryVector query(String text) {
        return query(tokens(text), this::frequency, passages);
    }

    /**
     * The distinct tokens of a text by their hashes, with how often each occurs.
     *
     * @throws WorkbenchException USAGE if the text has no searchable token
     */
    public static Map<Long, Integer> tokens(String text) {
        Map<Long, Integer> tokens = new LinkedHashMap<>();
        for (String token : Tokenizer.tokens(text)) {
            byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
            tokens.merge(Mixing.hash(utf8, 0, utf8.length), 1, Integer::sum);
        }
        if (tokens.isEmpty()) {
            throw WorkbenchException.usage(
                    text.isBlank() ? "the query is empty" : "the query has no searchable word",
                    "give a few words or names, such as: parse date");
        }
        return tokens;
    }

    /**
     * The hypervector of a query whose words' rarity is that of a larger collection.
     *
     * @param tokens of {@link #tokens}
     * @param frequency of a token in the collection
     * @param total passages of the collection
     */
    public QueryVector query(Map<Long, Integer> tokens, LongUnaryOperator frequency, long total) {
        LexicalFormat format =
                parts.isEmpty()
                        ? LexicalFormat.of(LexicalFormat.DEFAULT_DIMENSION)
                        : parts.getFirst().segment.format();
        QueryVector query = new QueryVector(format);
        List<Map.Entry<Long, Integer>> weighted = new ArrayList<>();
        tokens.forEach(
                (token, count) -> {
                    long passagesWith = frequency.applyAsLong(token);
                    if (passagesWith > 0) {
                        int repeats = Math.min(count, MAX_REPEATS);
                        weighted.add(Map.entry(token, weight(passagesWith, total) * repeats));
                    }
                });
        if (weighted.size() > MOST_TOKENS) {
            weighted.sort(Map.Entry.<Long, Integer>comparingByValue().reversed());
        }
        weighted.stream().limit(MOST_TOKENS).forEach(t -> query.add(t.getKey(), t.getValue()));
        return query;
    }

    /** The weight of a token by its rarity, as scores have it; unseen ones weigh most. */
    public static double idf(long frequency, long passages) {
        return StrictMath.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));
    }

    /** The weight of a token by its rarity, in units of 1 / {@link QueryVector#ONE}, at least 1. */
    static int weight(long frequency, long passages) {
        return Math.max(1, (int) Math.round(idf(frequency, passages) * QueryVector.ONE));
    }

    /** Tells which files are searched. */
    @FunctionalInterface
    public interface Files {
        boolean take(int part, int file);
    }

    /**
     * The best passages; ties go to the earlier segment and passage.
     *
     * @param k how many at most
     * @param scope path that files must be at or below, empty for all
     * @param bestPerFile whether at most one passage of a file is taken
     */
    public List<Match> search(QueryVector query, int k, byte[] scope, boolean bestPerFile) {
        TopMatches top = top(k);
        for (int p = 0; p < parts.size(); p++) {
            SegmentReader segment = parts.get(p).segment;
            int[] dots = segment.dotProducts(query);
            if (scope.length == 0 && parts.get(p).deleted.isEmpty() && !bestPerFile) {
                best(p, dots, top);
            } else {
                best(p, dots, bestPerFile, (part, f) -> isBelow(segment.path(f), scope), top);
            }
        }
        return top.sorted();
    }

    /**
     * The best passages of some files.
     *
     * @param files takes the files
     * @param tokens takes by their hashes at least all tokens that occur in these files
     */
    public List<Match> search(
            QueryVector query, int k, boolean bestPerFile, Files files, LongPredicate tokens) {
        TopMatches top = top(k);
        for (int p = 0; p < parts.size(); p++) {
            best(p, parts.get(p).segment.dotProducts(query, tokens), bestPerFile, files, top);
        }
        return top.sorted();
    }

    private TopMatches top(int k) {
        return new TopMatches((int) Math.min(k, Math.max(1, passages)));
    }

    /** Offers the passages of the files that are taken and not deleted. */
    private void best(int p, int[] dots, boolean bestPerFile, Files files, TopMatches top) {
        SegmentReader segment = parts.get(p).segment;
        for (int f = 0; f < segment.files(); f++) {
            if (parts.get(p).deleted.get(f) || !files.take(p, f)) {
                continue;
            }
            int best = -1;
            int end = segment.firstPassage(f + 1);
            for (int passage = segment.firstPassage(f); passage < end; passage++) {
                if (!bestPerFile) {
                    if (dots[passage] > top.least()) {
                        top.add(p, passage, dots[passage]);
                    }
                } else if (best < 0 || dots[passage] > dots[best]) {
                    best = passage;
                }
            }
            if (best >= 0 && dots[best] > top.least()) {
                top.add(p, best, dots[best]);
            }
        }
    }

    /** Offers all passages, most of them by looking at the best of a block. */
    private static void best(int part, int[] dots, TopMatches top) {
        for (int from = 0; from < dots.length; from += BLOCK) {
            int to = Math.min(dots.length, from + BLOCK);
            int most = 0;
            for (int passage = from; passage < to; passage++) {
                most = Math.max(most, dots[passage]);
            }
            for (int passage = from; passage < to && most > top.least(); passage++) {
                if (dots[passage] > top.least()) {
                    top.add(part, passage, dots[passage]);
                }
            }
        }
    }

    /** Whether a file is not deleted and lies at or below a path; empty stands for all. */
    public static boolean counts(Part part, int file, byte[] scope) {
        return !part.deleted.get(file) && isBelow(part.segment.path(file), scope);
    }

    private static boolean isBelow(byte[] path, byte[] scope) {
        return scope.length == 0
                || path.length >= scope.length
                        && Arrays.equals(path, 0, scope.length, scope, 0, scope.length)
                        && (path.length == scope.length || path[scope.length] == '/');
    }
}
