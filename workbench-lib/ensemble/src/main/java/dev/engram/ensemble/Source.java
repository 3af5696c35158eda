package dev.engram.ensemble;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A passage the answer was given from.
 *
 * @param engram the engram, as the user named it
 * @param path file within it
 * @param startLine first line, from 1
 * @param endLine last line
 * @param score relevance to the question, 0 to 1
 * @param page of a document, from 1; 0 where there are no pages
 * @param section the headings above it in a document, or empty
 */
public record Source(
        String engram,
        String path,
        int startLine,
        int endLine,
        double score,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int page,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String section) {

    /** A source without pages and headings. */
    public Source(String engram, String path, int startLine, int endLine, double score) {
        this(engram, path, startLine, endLine, score, 0, "");
    }

    /** How one cites it beyond path and lines: {@code ", p. 3, Methods > Sampling"}, or empty. */
    String place() {
        return (page == 0 ? "" : ", p. " + page) + (section.isEmpty() ? "" : ", " + section);
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%s:%d-%d%s (%.2f)",
                path,
                startLine,
                endLine,
                place(),
                score);
    }
}
