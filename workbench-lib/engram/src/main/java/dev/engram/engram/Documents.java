package dev.engram.engram;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.engram.engram.documents.DocumentMetadata;
import dev.engram.engram.internal.documents.DocumentRecord;
import dev.engram.engram.internal.documents.DocumentTree;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.PathFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The documents of an engram, by path.
 *
 * @param documents each with what it says about itself
 */
public record Documents(List<Document> documents) implements Iterable<Documents.Document> {

    private static final int SHOWN = 200;

    public Documents {
        documents = List.copyOf(documents);
    }

    /**
     * One document. What it does not say about itself is empty.
     *
     * @param path below the top folder
     * @param format {@code pdf}, {@code docx}, {@code html}, {@code markdown}, {@code asciidoc},
     *     {@code rst}, {@code notebook} or {@code text}
     * @param title its title
     * @param authors their names, in the document's order
     * @param date ISO 8601 where the document's form allows that
     * @param doi the bare DOI
     * @param arxivId the bare arXiv number
     * @param unreadable why it is stored, but cannot be searched; empty if it can
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Document(
            String path,
            String format,
            String title,
            List<String> authors,
            String date,
            String doi,
            String arxivId,
            String unreadable) {

        public Document {
            authors = List.copyOf(authors);
        }

        private static Document of(byte[] path, DocumentRecord record) {
            DocumentMetadata said = record.metadata();
            return new Document(
                    PathBytes.text(path),
                    record.format(),
                    said.title(),
                    said.authors(),
                    said.date(),
                    said.doi(),
                    said.arxivId(),
                    record.unreadable());
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(path);
            if (!unreadable.isEmpty()) {
                return out.append("\n    not searchable: ").append(unreadable).toString();
            }
            List<String> facts = new ArrayList<>();
            if (!title.isEmpty()) {
                facts.add(title);
            }
            if (!authors.isEmpty()) {
                facts.add(String.join("; ", authors));
            }
            if (!date.isEmpty()) {
                facts.add(date);
            }
            if (!doi.isEmpty()) {
                facts.add("doi:" + doi);
            }
            if (!arxivId.isEmpty()) {
                facts.add("arXiv:" + arxivId);
            }
            return facts.isEmpty()
                    ? out.toString()
                    : out.append("\n    ").append(String.join(" · ", facts)).toString();
        }
    }

    static Documents of(DocumentTree tree, PathFilter filter) throws IOException {
        List<Document> found = new ArrayList<>();
        tree.walk(
                (path, record) -> {
                    if (filter.takes(path, false)) {
                        found.add(Document.of(path, record));
                    }
                });
        return new Documents(found);
    }

    @Override
    public Iterator<Document> iterator() {
        return documents.iterator();
    }

    @Override
    public String toString() {
        if (documents.isEmpty()) {
            return "no documents";
        }
        StringBuilder out = new StringBuilder();
        documents.stream().limit(SHOWN).forEach(d -> out.append(d).append('\n'));
        if (documents.size() > SHOWN) {
            out.append("… and ").append(documents.size() - SHOWN);
            out.append(" more (--include narrows, --json prints all)");
        }
        return out.toString().stripTrailing();
    }
}
