package dev.engram.engram;

import dev.engram.base.WorkbenchException;

/**
 * How to search.
 *
 * @param k how many hits at most, at least 1
 * @param scope only files at or below this path; empty searches all
 * @param channel what is compared
 * @param beam how many folders a search from coarse to fine follows on each level; 0 searches all
 *     passages at once
 */
public record QueryOptions(int k, String scope, Channel channel, int beam) {

    /** Hits where the user names no number. */
    public static final int DEFAULT_K = 10;

    /** Folders followed where the user wants a search from coarse to fine and names no number. */
    public static final int DEFAULT_BEAM = 16;

    /**
     * @throws WorkbenchException USAGE if {@code k} is below 1, {@code beam} below 0, or a beam
     *     comes with a scope
     */
    public QueryOptions {
        if (k < 1) {
            throw WorkbenchException.usage(
                    "-k must be at least 1, not " + k, "example: -k " + DEFAULT_K);
        }
        while (scope.startsWith("./") || scope.startsWith("/")) {
            scope = scope.substring(scope.indexOf('/') + 1);
        }
        while (scope.endsWith("/")) {
            scope = scope.substring(0, scope.length() - 1);
        }
        if (scope.equals(".")) {
            scope = "";
        }
        if (beam < 0) {
            throw WorkbenchException.usage(
                    "--beam must be at least 1, not " + beam, "leave it out for the default");
        }
        if (beam > 0 && !scope.isEmpty()) {
            throw WorkbenchException.usage(
                    "--hierarchical chooses the folders itself, --scope names one",
                    "give one of both");
        }
    }

    /** From all passages at once. */
    public QueryOptions(int k, String scope) {
        this(k, scope, Channel.AUTO, 0);
    }

    /** Ten hits from everywhere. */
    public static QueryOptions defaults() {
        return top(DEFAULT_K);
    }

    public static QueryOptions top(int k) {
        return new QueryOptions(k, "");
    }

    public QueryOptions withScope(String newScope) {
        return new QueryOptions(k, newScope, channel, beam);
    }

    public QueryOptions withChannel(Channel newChannel) {
        return new QueryOptions(k, scope, newChannel, beam);
    }

    /** From coarse to fine: folders by their vectors first. */
    public QueryOptions withBeam(int newBeam) {
        return new QueryOptions(k, scope, channel, newBeam);
    }
}
