package dev.engram.engram;

import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.semantic.SemanticQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The dot products of a query with all passages of one engram.
 *
 * @param words the query's words; empty if only the meaning counts
 * @param meaning the query's meaning; empty if the engram knows none
 * @param lexical one sum a passage and segment, zeros without {@code words}
 * @param semantic the same, of which only the embedded ones mean anything
 */
record ChannelScores(
        Optional<QueryVector> words,
        Optional<SemanticQuery> meaning,
        List<int[]> lexical,
        List<int[]> semantic) {

    static ChannelScores of(
            EngramSearch engram, Optional<QueryVector> words, Optional<SemanticQuery> meaning) {
        List<int[]> lexical = new ArrayList<>();
        List<int[]> semantic = new ArrayList<>();
        for (int p = 0; p < engram.parts().size(); p++) {
            Searcher.Part part = engram.parts().get(p);
            int passages = part.segment().passages();
            lexical.add(
                    words.map(w -> part.segment().dotProducts(w))
                            .orElseGet(() -> new int[passages]));
            int segment = p;
            semantic.add(
                    meaning.flatMap(m -> engram.trits(segment).map(t -> t.dotProducts(m)))
                            .orElseGet(() -> new int[passages]));
        }
        return new ChannelScores(words, meaning, lexical, semantic);
    }
}
