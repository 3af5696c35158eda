package dev.engram.engram;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A passage that answers a query.
 *
 * @param rank from 1
 * @param score dot product of query and passage, in units of the best-known weighting; comparable
 *     within one query
 * @param path below the top folder, names joined by slashes
 * @param startLine first line, from 1: of the file, or of the extracted text where the file is a
 *     document without lines of its own, such as a PDF
 * @param endLine last line
 * @param text the passage; bytes that are not UTF-8 are read as ISO 8859-1
 * @param page of a document, from 1; 0 where there are no pages
 * @param section the headings above it in a document, {@code "Methods > Sampling"}, or empty
 * @param engram the name of the engram's folder where several were searched, else empty
 */
public record Hit(
        int rank,
        double score,
        String path,
        int startLine,
        int endLine,
        String text,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int page,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String section,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String engram) {

    /** A hit in a file without pages and headings. */
    public Hit(int rank, double score, String path, int startLine, int endLine, String text) {
        this(rank, score, path, startLine, endLine, text, 0, "", "");
    }

    /** Path, after the engram where several were searched: {@code "lang.engram: src/A.java"}. */
    public String file() {
        return engram.isEmpty() ? path : engram + ": " + path;
    }

    /** How one cites it beyond path and lines: {@code "p. 3, Methods > Sampling"}, or empty. */
    public String place() {
        return Passage.place(page, section);
    }
}
