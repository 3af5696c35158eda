package dev.engram.engram.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections, labels and metadata of the formats that are text themselves. */
class TextFormatsTest {

    private static DocumentText read(DocumentFormat format, String text) {
        return read(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static DocumentText read(DocumentFormat format, byte[] content) {
        try (DocumentReader reader = new DocumentReader()) {
            DocumentResult result = reader.read(format, content);
            assertThat(result).isInstanceOf(DocumentResult.Readable.class);
            return ((DocumentResult.Readable) result).document();
        }
    }

    private static List<String> outline(DocumentText document) {
        return document.sections().stream()
                .map(s -> s.startLine() + "-" + s.endLine() + " " + s.label())
                .toList();
    }

    @Test
    void markdownHeadingsOfBothKindsOutsideCode() {
        DocumentText document =
                read(
                        DocumentFormat.MARKDOWN,
                        """
                        # The *big* [Guide](http://example.org)

                        Intro.

                        ## Use ##

                        ```sh
                        # no heading
                        ```
                        ~~~
                        ```
                        # nor this
                        ~~~

                        Setup
                        -----
                        - item
                        ---
                        not a heading
                        ### Deep
                        text
                        """);
        assertThat(outline(document))
                .containsExactly(
                        "1-3 The big Guide",
                        "5-13 The big Guide > Use",
                        "15-19 The big Guide > Setup",
                        "20-21 The big Guide > Setup > Deep");
        assertThat(document.metadata().title()).isEqualTo("The big Guide");
        assertThat(document.sections().getFirst().text())
                .isEqualTo("# The *big* [Guide](http://example.org)\n\nIntro.");
    }

    @Test
    void markdownFrontMatter() {
        DocumentText document =
                read(
                        DocumentFormat.MARKDOWN,
                        """
                        ---
                        title: "On Trits"
                        authors:
                          - Ada Lovelace
                          - name: Emmy Noether
                        date: 2024-05-01
                        doi: https://doi.org/10.1234/ab.c-5
                        ---
                        Body
                        """);
        assertThat(document.metadata())
                .isEqualTo(
                        new DocumentMetadata(
                                "On Trits",
                                List.of("Ada Lovelace", "Emmy Noether"),
                                "2024-05-01",
                                "10.1234/ab.c-5",
                                ""));
    }

    @Test
    void asciiDocHeaderAndBlocks() {
        DocumentText document =
                read(
                        DocumentFormat.ASCIIDOC,
                        """
                        = Engine Guide
                        Ada Lovelace <ada@example.org>; Emmy Noether
                        v1.2, 2023-02-03
                        :doi: 10.5555/x1

                        Preface.

                        == First
                        ----
                        == not a heading
                        ----
                        === Sub
                        text
                        """);
        assertThat(outline(document))
                .containsExactly(
                        "1-6 Engine Guide",
                        "8-11 Engine Guide > First",
                        "12-13 Engine Guide > First > Sub");
        assertThat(document.metadata())
                .isEqualTo(
                        new DocumentMetadata(
                                "Engine Guide",
                                List.of("Ada Lovelace", "Emmy Noether"),
                                "2023-02-03",
                                "10.5555/x1",
                                ""));
    }

    @Test
    void rstLevelsByOrderOfAppearance() {
        DocumentText document =
                read(
                        DocumentFormat.RST,
                        """
                        ======
                        Manual
                        ======

                        :Author: Ada Lovelace
                        :Date: 2022-01-01

                        One
                        ===

                        text

                        Two
                        ---

                        text

                        Three
                        =====

                        text
                        """);
        assertThat(outline(document))
                .containsExactly(
                        "1-6 Manual",
                        "8-11 Manual > One",
                        "13-16 Manual > One > Two",
                        "18-21 Manual > Three");
        assertThat(document.metadata())
                .isEqualTo(
                        new DocumentMetadata(
                                "Manual", List.of("Ada Lovelace"), "2022-01-01", "", ""));
    }

    @Test
    void plainTextWithFormFeedsHasPages() {
        DocumentText document = read(DocumentFormat.TEXT, "one\ntwo\n\fthree\n");
        assertThat(document.sections())
                .containsExactly(
                        new Section("", 1, 1, 2, "one\ntwo"), new Section("", 2, 3, 3, "three"));
    }

    @Test
    void oldEncodingsAndByteOrderMarksAreUnderstood() {
        String text = "Größe der Äpfel";
        for (Charset charset :
                List.of(
                        Charset.forName("windows-1252"),
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16)) {
            assertThat(read(DocumentFormat.TEXT, text.getBytes(charset)).text()).isEqualTo(text);
        }
        byte[] marked = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
        assertThat(read(DocumentFormat.TEXT, marked).text()).isEqualTo(text);
    }

    @Test
    void notebookCellsWithoutTheirOutputs() {
        DocumentText document =
                read(
                        DocumentFormat.NOTEBOOK,
                        """
                        {"cells":[
                         {"cell_type":"markdown","source":["# Start\\n","hello"]},
                         {"cell_type":"code","outputs":[{"data":{"text/plain":"hidden"}}],
                          "source":"# no heading\\nint x = 1;"}],
                         "nbformat":4}
                        """);
        assertThat(document.text()).contains("hello", "int x = 1;").doesNotContain("hidden");
        assertThat(document.sections()).extracting(Section::label).containsOnly("Start");
    }

    @Test
    void formatsAreKnownByNameAndPdfByContent() {
        assertThat(DocumentFormat.of("a/READ.ME.MD", new byte[0]))
                .contains(DocumentFormat.MARKDOWN);
        assertThat(DocumentFormat.of("paper", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII)))
                .contains(DocumentFormat.PDF);
        assertThat(DocumentFormat.of("a.html/Main.java", new byte[0])).isEmpty();
    }
}
