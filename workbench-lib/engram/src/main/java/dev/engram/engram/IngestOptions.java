package dev.engram.engram;

import dev.engram.engram.internal.index.LexicalFormat;
import java.util.List;

/**
 * How a folder becomes an engram.
 *
 * @param dimension of the hypervectors: 10000, 50000 or 100000; 0 stores without an index
 * @param includes globs of what to take; empty takes everything
 * @param excludes globs of what to leave out, even if included
 * @param threads worker threads, at least 1
 * @param semantic name of the embedder of the semantic channel, or {@link #NO_SEMANTIC}; means
 *     nothing without an index
 * @param nodes whether folders get vectors, to search by from coarse to fine
 */
public record IngestOptions(
        int dimension,
        List<String> includes,
        List<String> excludes,
        int threads,
        String semantic,
        boolean nodes) {

    /** The dimension for {@code auto}. */
    public static final int AUTO_DIMENSION = LexicalFormat.DEFAULT_DIMENSION;

    /** No semantic channel. */
    public static final String NO_SEMANTIC = "none";

    public IngestOptions {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (dimension != 0) {
            LexicalFormat.of(dimension);
        }
    }

    /** Everything, indexed, on all processors. */
    public static IngestOptions defaults() {
        return new IngestOptions(
                AUTO_DIMENSION,
                List.of(),
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                NO_SEMANTIC,
                false);
    }

    public IngestOptions withDimension(int newDimension) {
        return new IngestOptions(newDimension, includes, excludes, threads, semantic, nodes);
    }

    public IngestOptions withFilter(List<String> newIncludes, List<String> newExcludes) {
        return new IngestOptions(dimension, newIncludes, newExcludes, threads, semantic, nodes);
    }

    public IngestOptions withThreads(int newThreads) {
        return new IngestOptions(dimension, includes, excludes, newThreads, semantic, nodes);
    }

    /**
     * With the semantic channel of an embedder.
     *
     * @param embedder {@code static}, {@code dense}, another embedder's name, or {@link
     *     #NO_SEMANTIC}
     */
    public IngestOptions withSemantic(String embedder) {
        return new IngestOptions(dimension, includes, excludes, threads, embedder, nodes);
    }

    public IngestOptions withNodes(boolean newNodes) {
        return new IngestOptions(dimension, includes, excludes, threads, semantic, newNodes);
    }
}
