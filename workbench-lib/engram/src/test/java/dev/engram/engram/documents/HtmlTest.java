package dev.engram.engram.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {

    private static DocumentResult read(String html) {
        try (DocumentReader reader = new DocumentReader()) {
            return reader.read(DocumentFormat.HTML, html.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static DocumentText document(String html) {
        return ((DocumentResult.Readable) read(html)).document();
    }

    @Test
    void headingsParagraphsListsAndTablesWithSourceLines() {
        DocumentText document =
                document(
                        """
                        <!DOCTYPE html>
                        <html><body>
                        <h1>Guide</h1>
                        <p>First
                        paragraph &amp; more.</p>
                        <h2>Use <code>it</code></h2>
                        <ul><li>one</li>
                        <li>two</li></ul>
                        <table><tr><th>a</th><th>b</th></tr>
                        <tr><td>1</td><td>2</td></tr></table>
                        <pre>x = 1
                          y = 2</pre>
                        </body></html>
                        """);
        assertThat(document.sections())
                .containsExactly(
                        new Section(
                                "Guide",
                                0,
                                3,
                                5,
                                "Guide\n\nFirst paragraph & more.".replace("\n\n", "\n")),
                        new Section(
                                "Guide > Use it",
                                0,
                                6,
                                12,
                                "Use it\n- one\n- two\n\na | b\n1 | 2\n\nx = 1\n  y = 2"));
    }

    @Test
    void whatABrowserDoesNotShowIsLeftOut() {
        assertThat(
                        document(
                                        "<p>seen</p><script>var a</script><style>b{}</style>"
                                                + "<p hidden>c</p><p style='display: none'>d</p>"
                                                + "<noscript>e</noscript><!-- f --><nav>g</nav>")
                                .text())
                .isEqualTo("seen");
    }

    @Test
    void bibliographicMetadata() {
        DocumentText document =
                document(
                        """
                        <head><title>Trits | Journal</title>
                        <meta name="citation_title" content="On Trits">
                        <meta name="citation_author" content="Lovelace, Ada">
                        <meta name="citation_author" content="Noether, Emmy">
                        <meta name="citation_publication_date" content="2024/05/01">
                        <meta name="citation_doi" content="doi:10.1234/abc">
                        <meta name="citation_arxiv_id" content="2401.01234">
                        </head><p>text</p>
                        """);
        assertThat(document.metadata())
                .isEqualTo(
                        new DocumentMetadata(
                                "On Trits",
                                List.of("Lovelace, Ada", "Noether, Emmy"),
                                "2024/05/01",
                                "10.1234/abc",
                                "2401.01234"));
    }

    @Test
    void declaredEncodingIsUsed() {
        byte[] latin =
                "<meta charset=iso-8859-1><p>Größe</p>".getBytes(StandardCharsets.ISO_8859_1);
        try (DocumentReader reader = new DocumentReader()) {
            DocumentResult result = reader.read(DocumentFormat.HTML, latin);
            assertThat(((DocumentResult.Readable) result).document().text()).isEqualTo("Größe");
        }
    }

    @Test
    void deepNestingIsReadWithoutOverflow() {
        String deep = "<div>".repeat(200_000) + "core";
        assertThat(document("<b><i>".repeat(20_000) + "x").text()).isEqualTo("x");
        assertThat(document(deep).text()).isEqualTo("core");
    }

    @Test
    void severalMegabytesGoThroughTheChildProcessWithTheSameResult() {
        String page = "<h1>T</h1>" + "<p>word word word</p>\n".repeat(60_000);
        DocumentText large = document(page);
        assertThat(large.sections()).hasSizeGreaterThan(300);
        assertThat(large.sections().getFirst().label()).isEqualTo("T");
    }
}
