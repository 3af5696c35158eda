package dev.engram.engram.documents;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of one document.
 *
 * @param sections its pieces, in reading order; none overlaps another
 * @param metadata what it says about itself
 */
public record DocumentText(List<Section> sections, DocumentMetadata metadata) {

    public DocumentText {
        sections = List.copyOf(sections);
    }

    /** All the text, the sections separated by a blank line. */
    public String text() {
        return sections.stream().map(Section::text).collect(Collectors.joining("\n\n"));
    }
}
