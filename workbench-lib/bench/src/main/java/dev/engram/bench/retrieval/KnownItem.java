package dev.engram.bench.retrieval;

import java.util.List;

/**
 * A query whose answer is known.
 *
 * @param id stable over runs, such as {@code org/A.java:12 isBlank}
 * @param query the first sentence of the Javadoc
 * @param places where the methods stand that it documents; more than one where overloads share it
 */
public record KnownItem(String id, String query, List<Place> places) {

    /**
     * A method.
     *
     * @param path file below the top folder
     * @param line line of its declaration, from 1; the same in the stripped and the original file
     */
    public record Place(String path, int line) {}

    /** Whether a passage holds one of the methods. */
    public boolean foundIn(String path, int startLine, int endLine) {
        return places.stream()
                .anyMatch(
                        p -> p.path().equals(path) && p.line() >= startLine && p.line() <= endLine);
    }
}
