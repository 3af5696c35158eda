package dev.engram.ensemble;

/**
 * A passage that may help to answer.
 *
 * @param engram where it comes from, as the user named it
 * @param path file within the engram
 * @param startLine first line, from 1
 * @param endLine last line
 * @param score as the search gave it; comparable within one engram and question
 * @param text the passage
 * @param page of a document, from 1; 0 where there are no pages
 * @param section the headings above it in a document, or empty
 */
public record ContextPassage(
        String engram,
        String path,
        int startLine,
        int endLine,
        double score,
        String text,
        int page,
        String section) {

    /** A passage of a file without pages and headings. */
    public ContextPassage(
            String engram, String path, int startLine, int endLine, double score, String text) {
        this(engram, path, startLine, endLine, score, text, 0, "");
    }

    /** Whether it is the same place or overlaps it. */
    boolean overlaps(ContextPassage other) {
        return engram.equals(other.engram)
                && path.equals(other.path)
                && startLine <= other.endLine
                && other.startLine <= endLine;
    }

    /** The file name without folders. */
    public String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
