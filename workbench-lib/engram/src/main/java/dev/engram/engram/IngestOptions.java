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
 * @param nodes whether folders get vectors, to search by from coarse to fine
 */
public record IngestOptions(
        int dimension, List<String> includes, List<String> excludes, int threads, boolean nodes) {

    /** The dimension for {@code auto}. */
    public static final int AUTO_DIMENSION = LexicalFormat.DEFAULT_DIMENSION;

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

    /** Without vectors of folders. */
    public IngestOptions(int dimension, List<String> includes, List<String> excludes, int threads) {
        this(dimension, includes, excludes, threads, false);
    }

    /** Everything, indexed, on all processors. */
    public static IngestOptions defaults() {
        return new IngestOptions(
                AUTO_DIMENSION, List.of(), List.of(), Runtime.getRuntime().availableProcessors());
    }

    public IngestOptions withDimension(int newDimension) {
        return new IngestOptions(newDimension, includes, excludes, threads, nodes);
    }

    public IngestOptions withFilter(List<String> newIncludes, List<String> newExcludes) {
        return new IngestOptions(dimension, newIncludes, newExcludes, threads, nodes);
    }

    public IngestOptions withThreads(int newThreads) {
        return new IngestOptions(dimension, includes, excludes, newThreads, nodes);
    }

    public IngestOptions withNodes(boolean newNodes) {
        return new IngestOptions(dimension, includes, excludes, threads, newNodes);
    }
}
