package dev.engram.engram;

/**
 * A piece of a file that is found as a whole: a method, a section.
 *
 * @param path below the top folder, names joined by slashes
 * @param startLine first line, from 1; see {@link Hit#startLine}
 * @param endLine last line
 * @param text its content
 * @param page of a document, from 1; 0 where there are no pages
 * @param section the headings above it in a document, or empty
 */
public record Passage(
        String path, int startLine, int endLine, String text, int page, String section) {

    /** A passage of a file without pages and headings. */
    public Passage(String path, int startLine, int endLine, String text) {
        this(path, startLine, endLine, text, 0, "");
    }

    static String place(int page, String section) {
        String where = page == 0 ? "" : "p. " + page;
        return where.isEmpty() || section.isEmpty() ? where + section : where + ", " + section;
    }
}
