package dev.engram.engram;

import dev.engram.base.WorkbenchException;

/**
 * How to search.
 *
 * @param k how many hits at most, at least 1
 * @param scope only files at or below this path; empty searches all
 */
public record QueryOptions(int k, String scope) {

    /** Hits where the user names no number. */
    public static final int DEFAULT_K = 10;

    /**
     * @throws WorkbenchException USAGE if {@code k} is below 1
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
    }

    /** Ten hits from everywhere. */
    public static QueryOptions defaults() {
        return new QueryOptions(DEFAULT_K, "");
    }

    public static QueryOptions top(int k) {
        return new QueryOptions(k, "");
    }

    public QueryOptions withScope(String newScope) {
        return new QueryOptions(k, newScope);
    }
}
