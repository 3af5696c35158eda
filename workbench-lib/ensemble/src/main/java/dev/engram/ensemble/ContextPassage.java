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
 */
public record ContextPassage(
        String engram, String path, int startLine, int endLine, double score, String text) {

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
