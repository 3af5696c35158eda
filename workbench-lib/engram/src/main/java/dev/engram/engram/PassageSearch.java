package dev.engram.engram;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.nodes.RoutedSearch;
import dev.engram.engram.internal.semantic.Embedders;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Answers queries from one or several engrams as if they were one: rarity of words and scales of
 * scores are those of all passages together, and there is one ranking. Thread-safe.
 */
final class PassageSearch {

    private final List<EngramSearch> engrams;

    PassageSearch(List<EngramSearch> engrams) {
        this.engrams = List.copyOf(engrams);
    }

    /**
     * See {@link Engram#query}.
     *
     * @param bestPerFile whether at most one passage of a file is taken, and shown without text
     */
    Hits query(String text, QueryOptions options, boolean bestPerFile) throws IOException {
        engrams.forEach(EngramSearch::requireIndex);
        Channel channel = channel(options);
        byte[] scope = options.scope().getBytes(StandardCharsets.UTF_8);
        Words words = Words.of(text, channel, engrams);
        List<Optional<SemanticQuery>> meanings = meanings(text, channel);
        List<Ranked> best;
        List<String> folders = List.of();
        double bestWords;
        OptionalDouble cosine = OptionalDouble.empty();
        if (options.beam() > 0) {
            QueryVector query = words.vectors().getFirst().orElseThrow();
            RoutedSearch.Found found = engrams.getFirst().descend(query, options, bestPerFile);
            best = found.matches().stream().map(m -> ranked(0, m, query)).toList();
            folders = found.folders();
            bestWords = best.isEmpty() ? 0 : best.getFirst().score();
        } else if (channel == Channel.LEXICAL) {
            best = lexical(words.vectors(), options.k(), scope, bestPerFile);
            bestWords = best.isEmpty() ? 0 : best.getFirst().score();
        } else {
            List<ChannelScores> scores = new ArrayList<>();
            for (int e = 0; e < engrams.size(); e++) {
                scores.add(
                        ChannelScores.of(engrams.get(e), words.vectors().get(e), meanings.get(e)));
            }
            FusedRanking ranking = new FusedRanking(engrams, scores);
            best = ranking.best(options.k(), scope, bestPerFile);
            bestWords = ranking.bestWords();
            cosine = ranking.bestMeaning(Relevance.CALIBRATED);
        }
        List<Hit> hits = new ArrayList<>();
        for (Ranked one : best) {
            EngramSearch engram = engrams.get(one.engram());
            String name = engrams.size() > 1 ? engram.name() : "";
            hits.add(engram.hit(one, hits.size() + 1, !bestPerFile, name));
        }
        if (hits.isEmpty() || words.answered(bestWords, cosine, hits)) {
            return new Hits(hits, hits.isEmpty() ? Hits.NOTHING : "", folders, !hits.isEmpty());
        }
        return new Hits(hits, Relevance.NOTE, folders, false);
    }

    /**
     * A passage found.
     *
     * @param engram number of its engram
     * @param part number of its segment
     * @param passage number in the segment
     */
    record Ranked(int engram, int part, int passage, double score) {

        /** Best first; ties as they stand in the engrams. */
        static final Comparator<Ranked> BEST_FIRST =
                Comparator.comparingDouble(Ranked::score)
                        .reversed()
                        .thenComparingInt(Ranked::engram)
                        .thenComparingInt(Ranked::part)
                        .thenComparingInt(Ranked::passage);
    }

    /** What is compared, after AUTO has been decided. */
    Channel channel(QueryOptions options) {
        Channel wanted = options.channel();
        if (options.beam() > 0) {
            if (engrams.size() > 1 || wanted == Channel.SEMANTIC || wanted == Channel.FUSED) {
                throw WorkbenchException.usage(
                        "--hierarchical searches the words of one engram",
                        "leave --hierarchical out, or --channel and further engrams");
            }
            return Channel.LEXICAL;
        }
        boolean any = engrams.stream().anyMatch(e -> e.semantic().isPresent());
        if (wanted == Channel.AUTO) {
            boolean filled = engrams.stream().anyMatch(e -> e.embedded() > 0);
            return any && filled ? Channel.FUSED : Channel.LEXICAL;
        }
        if (wanted != Channel.LEXICAL && !any) {
            throw WorkbenchException.usage(
                    engrams.getFirst().name() + " has no semantic channel",
                    "search its words: --channel lexical; or ingest it again with --semantic"
                            + " static");
        }
        return wanted;
    }

    private List<Optional<SemanticQuery>> meanings(String text, Channel channel) {
        Map<SemanticFormat, SemanticQuery> made = new HashMap<>();
        List<Optional<SemanticQuery>> meanings = new ArrayList<>();
        for (EngramSearch engram : engrams) {
            meanings.add(
                    channel == Channel.LEXICAL
                            ? Optional.empty()
                            : engram.semantic()
                                    .map(
                                            format ->
                                                    made.computeIfAbsent(
                                                            format,
                                                            f -> meaning(text, f, engram.name()))));
        }
        return meanings;
    }

    private static SemanticQuery meaning(String text, SemanticFormat format, String engram) {
        Embedder embedder = Embedders.open(format.embedder(), Progress.none());
        format.require(embedder.info(), engram);
        return SemanticQuery.of(embedder.embedQuery(text), format.projection());
    }

    private static Ranked ranked(int engram, Searcher.Match match, QueryVector query) {
        return new Ranked(engram, match.part(), match.passage(), query.score(match.dot()));
    }

    private List<Ranked> lexical(
            List<Optional<QueryVector>> words, int k, byte[] scope, boolean bestPerFile) {
        List<Ranked> found = new ArrayList<>();
        for (int e = 0; e < engrams.size(); e++) {
            QueryVector query = words.get(e).orElseThrow();
            for (Searcher.Match match :
                    engrams.get(e).searcher().search(query, k, scope, bestPerFile)) {
                found.add(ranked(e, match, query));
            }
        }
        return found.stream().sorted(Ranked.BEST_FIRST).limit(k).toList();
    }
}
