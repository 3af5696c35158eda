package dev.engram.engram.documents;

import java.util.List;

/**
 * What a document says about itself; nothing is guessed, and what it does not say is empty.
 *
 * @param title its title
 * @param authors their names, in the document's order
 * @param date when it was published or made, as ISO 8601 where the file's form allows that
 * @param doi the bare DOI, {@code 10.…}
 * @param arxivId the bare arXiv number, {@code 2401.01234v2}
 */
public record DocumentMetadata(
        String title, List<String> authors, String date, String doi, String arxivId) {

    /** Nothing known. */
    public static final DocumentMetadata NONE = new DocumentMetadata("", List.of(), "", "", "");

    public DocumentMetadata {
        authors = List.copyOf(authors);
    }
}
