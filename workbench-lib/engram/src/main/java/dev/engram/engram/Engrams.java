package dev.engram.engram;

import java.io.IOException;
import java.util.List;

/** Several engrams searched as one. */
public final class Engrams {

    private Engrams() {}

    /**
     * The passages of all engrams most like a text, in one ranking: words are as rare, and scores
     * are on the scale, as in all engrams together.
     *
     * @param engrams open ones, at least one
     * @throws dev.engram.base.WorkbenchException as {@link Engram#query}
     */
    public static Hits query(List<Engram> engrams, String text, QueryOptions options)
            throws IOException {
        return search(engrams).query(text, options, false);
    }

    /**
     * The files of all engrams whose best passage is most like a text.
     *
     * @return hits without text, at most one for a file
     */
    public static Hits queryFiles(List<Engram> engrams, String text, QueryOptions options)
            throws IOException {
        return search(engrams).query(text, options, true);
    }

    /** The channel that a query of these engrams is compared by, which is never AUTO. */
    public static Channel channel(List<Engram> engrams, QueryOptions options) {
        return search(engrams).channel(options);
    }

    private static PassageSearch search(List<Engram> engrams) {
        if (engrams.isEmpty()) {
            throw new IllegalArgumentException("no engram to search");
        }
        return new PassageSearch(engrams.stream().map(Engram::search).toList());
    }
}
