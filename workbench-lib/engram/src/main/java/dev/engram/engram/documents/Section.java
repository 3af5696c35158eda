package dev.engram.engram.documents;

/**
 * A piece of a document, short enough to be one passage: a section, or a part of a long one.
 *
 * @param label the headings above it, {@code "Methods > Sampling"}, or empty where there are none
 * @param page the page it stands on, from 1, or 0 where the format has no pages
 * @param startLine its first line, from 1: of the file for text and HTML ({@link
 *     DocumentFormat#keepsLines}), of the extracted text otherwise
 * @param endLine its last line, included
 * @param text what it says; lines are separated by {@code '\n'}
 */
public record Section(String label, int page, int startLine, int endLine, String text) {

    public Section {
        if (page < 0 || startLine < 1 || endLine < startLine) {
            throw new IllegalArgumentException(
                    "page " + page + ", lines " + startLine + "-" + endLine);
        }
    }

    /** How one cites it: {@code "p. 3, Methods > Sampling"}, or empty. */
    public String place() {
        String where = page == 0 ? "" : "p. " + page;
        return where.isEmpty() || label.isEmpty() ? where + label : where + ", " + label;
    }
}
