package dev.engram.engram.documents.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;

/** HTML as a browser shows it: headings, paragraphs, lists, tables; nothing is ever fetched. */
final class HtmlReader {

    private HtmlReader() {}

    static void read(byte[] content, SectionBuilder out, MetadataDraft metadata, Budget budget)
            throws IOException {
        Parser parser =
                Parser.htmlParser().setTrackPosition(true).setMaxDepth(budget.limits().maxDepth());
        Document document =
                Jsoup.parse(budget.watch(new ByteArrayInputStream(content)), null, "", parser);
        metadata(document, metadata);
        try {
            NodeTraversor.filter(new HtmlText(out, budget), document.body());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void metadata(Document document, MetadataDraft metadata) {
        List<Element> fields = document.head().select("meta[content]");
        for (String name : List.of("citation_title", "dc.title", "dcterms.title", "og:title")) {
            each(fields, name, metadata::title);
        }
        metadata.title(document.title());
        for (String name : List.of("citation_author", "dc.creator", "dcterms.creator", "author")) {
            if (!metadata.hasAuthors()) {
                each(fields, name, metadata::authors);
            }
        }
        for (String name :
                List.of(
                        "citation_publication_date",
                        "citation_date",
                        "dc.date",
                        "dcterms.date",
                        "article:published_time",
                        "date",
                        "dc.created")) {
            each(fields, name, metadata::date);
        }
        for (String name : List.of("citation_doi", "dc.identifier", "prism.doi")) {
            each(fields, name, metadata::doi);
        }
        each(fields, "citation_arxiv_id", metadata::arxivId);
    }

    private static void each(List<Element> fields, String name, Consumer<String> use) {
        for (Element field : fields) {
            if (name.equalsIgnoreCase(field.attr("name"))
                    || name.equalsIgnoreCase(field.attr("property"))) {
                use.accept(field.attr("content"));
            }
        }
    }
}
