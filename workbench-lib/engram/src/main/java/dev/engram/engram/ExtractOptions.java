package dev.engram.engram;

import java.util.List;

/**
 * What to write out.
 *
 * @param includes globs of what to write; empty writes everything
 * @param snapshot id or the beginning of one; empty takes the newest
 * @param threads worker threads, at least 1
 */
public record ExtractOptions(List<String> includes, String snapshot, int threads) {

    public ExtractOptions {
        includes = List.copyOf(includes);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }

    /** Everything of the newest snapshot. */
    public static ExtractOptions defaults() {
        return new ExtractOptions(List.of(), "", Runtime.getRuntime().availableProcessors());
    }

    public ExtractOptions withIncludes(List<String> newIncludes) {
        return new ExtractOptions(newIncludes, snapshot, threads);
    }

    public ExtractOptions withSnapshot(String newSnapshot) {
        return new ExtractOptions(includes, newSnapshot, threads);
    }
}
