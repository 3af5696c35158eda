package dev.engram.engram;

import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.text.Tokenizer;
import dev.engram.vsa.Mixing;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The words of a query, with their rarity in all engrams together.
 *
 * @param vectors one for each engram; empty where words are not asked for
 * @param tokens the distinct words, with how often each occurs; empty where they are not asked for
 * @param frequencies passages with a word, by its hash
 * @param passages of all engrams
 */
record Words(
        List<Optional<QueryVector>> vectors,
        Map<String, Integer> tokens,
        Map<Long, Long> frequencies,
        long passages) {

    /**
     * Takes the words of a text.
     *
     * @throws dev.engram.base.WorkbenchException USAGE if words are asked for and there are none
     */
    static Words of(String text, Channel channel, List<EngramSearch> engrams) {
        if (channel == Channel.SEMANTIC) {
            return new Words(
                    engrams.stream().map(e -> Optional.<QueryVector>empty()).toList(),
                    Map.of(),
                    Map.of(),
                    0);
        }
        Map<Long, Integer> hashes = Searcher.tokens(text);
        Map<String, Integer> tokens = new LinkedHashMap<>();
        Tokenizer.tokens(text).forEach(t -> tokens.merge(t, 1, Integer::sum));
        Map<Long, Long> frequencies = new HashMap<>();
        long total = 0;
        for (EngramSearch engram : engrams) {
            total += engram.searcher().passages();
            hashes.keySet()
                    .forEach(t -> frequencies.merge(t, engram.searcher().frequency(t), Long::sum));
        }
        long passages = total;
        return new Words(
                engrams.stream()
                        .map(
                                e ->
                                        Optional.of(
                                                e.searcher()
                                                        .query(
                                                                hashes,
                                                                t ->
                                                                        frequencies.getOrDefault(
                                                                                t, 0L),
                                                                passages)))
                        .toList(),
                tokens,
                frequencies,
                passages);
    }

    /**
     * Whether the passages answer the query, see {@link Relevance}.
     *
     * @param bestScore best score by words
     * @param cosine best cosine, if it is calibrated
     * @param hits with their texts, or without where nobody asks
     */
    boolean answered(double bestScore, OptionalDouble cosine, List<Hit> hits) {
        if (tokens.isEmpty()) {
            return cosine.isEmpty() || cosine.getAsDouble() >= Relevance.LEAST_COSINE;
        }
        double all = tokens.keySet().stream().mapToDouble(this::weight).sum();
        double words = Relevance.words(bestScore, all, tokens.size());
        boolean enough =
                cosine.isPresent()
                        ? cosine.getAsDouble() + Relevance.WORDS_SHARE * words
                                >= Relevance.LEAST_BOTH
                        : words >= Relevance.LEAST_WORDS;
        return enough || Relevance.fewWordsMatch(hits, tokens, this::weight);
    }

    private double weight(String token) {
        byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
        long frequency = frequencies.getOrDefault(Mixing.hash(utf8, 0, utf8.length), 0L);
        return Searcher.idf(frequency, passages);
    }
}
