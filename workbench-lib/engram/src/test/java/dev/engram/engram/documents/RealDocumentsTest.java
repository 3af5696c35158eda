package dev.engram.engram.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real PDF and DOCX files, broken and protected ones among them, from Tika's own tests. */
class RealDocumentsTest {

    private static DocumentReader reader;
    private static final Map<String, DocumentResult> results = new TreeMap<>();

    @BeforeAll
    static void readAll() {
        reader = new DocumentReader(DocumentLimits.defaults(), 1);
        readAll(TestJars.TIKA_PDF);
        readAll(TestJars.TIKA_MICROSOFT);
    }

    private static void readAll(String jar) {
        TestJars.files(jar, RealDocumentsTest::isDocument)
                .forEach(
                        (path, content) -> {
                            var format = DocumentFormat.of(path, content).orElseThrow();
                            results.put(
                                    path.substring(path.indexOf('/') + 1),
                                    reader.read(format, content));
                        });
    }

    private static boolean isDocument(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".pdf") || lower.endsWith(".docx") || lower.endsWith(".docm");
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    private static DocumentText read(String name) {
        assertThat(results.get(name)).as(name).isInstanceOf(DocumentResult.Readable.class);
        return ((DocumentResult.Readable) results.get(name)).document();
    }

    private static String reason(String name) {
        assertThat(results.get(name)).as(name).isInstanceOf(DocumentResult.Unreadable.class);
        return ((DocumentResult.Unreadable) results.get(name)).reason();
    }

    @Test
    void nearlyAllAreReadAndTheRestSaysWhy() {
        long pdf = readable(".pdf");
        long docx = readable(".docx") + readable(".docm");
        assertThat(results).hasSize(99);
        assertThat(pdf).isGreaterThanOrEqualTo(32);
        assertThat(docx).isGreaterThanOrEqualTo(36);
        results.forEach(
                (name, result) -> {
                    if (result instanceof DocumentResult.Unreadable(String reason)) {
                        assertThat(reason)
                                .as(name)
                                .matches("holds no text.*|needs a password.*|is damaged.*");
                    }
                });
    }

    private static long readable(String extension) {
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(extension))
                .filter(entry -> entry.getValue() instanceof DocumentResult.Readable)
                .count();
    }

    @Test
    void passwordsAndDamageAreNamed() {
        assertThat(reason("testPDF_no_extract_no_accessibility_owner_user.pdf"))
                .isEqualTo("needs a password");
        assertThat(reason("testWORD_protected_passtika.docx")).startsWith("needs a password");
        assertThat(reason("testWORD_truncated.docx")).isEqualTo("is damaged or no such document");
        assertThat(new DocumentResult.Unreadable("needs a password").notice("a/b.pdf"))
                .isEqualTo("a/b.pdf: stored, but not searchable: needs a password");
    }

    @Test
    void pagesAndBookmarksOfPdf() {
        DocumentText bookmarks = read("testPDF_bookmarks.pdf");
        assertThat(bookmarks.sections())
                .extracting(Section::place)
                .containsExactly("p. 1, Countries", "p. 2, Countries > Denmark bookmark is here");
        assertThat(bookmarks.sections().get(1).text()).isEqualTo("This is a page about Denmark");
        DocumentText speech = read("testPDF_protected.pdf");
        assertThat(speech.sections().getLast().page()).isGreaterThan(30);
        assertThat(speech.metadata().title()).startsWith("Rethinking the Financial Network");
        assertThat(speech.metadata().authors()).containsExactly("The Bank of England");
    }

    @Test
    void sidewaysTextOfPdfIsRead() {
        assertThat(read("testPDF_rotated.pdf").text())
                .contains("Tika is a toolkit for detecting and extracting metadata");
        assertThat(read("testPDF_angles.pdf").text())
                .contains("unforgiving environment. As a naval architect");
    }

    @Test
    void wordsCutAtLineEndsAreJoinedInPdf() {
        assertThat(read("testOptionalHyphen.pdf").text()).isEqualTo("optionalhyphen");
        assertThat(read("testPDF_bad_page_303226.pdf").text()).contains("controlled substance");
    }

    @Test
    void headingsOfDocxLabelTheirSections() {
        DocumentText template = read("testWORD_template.docx");
        assertThat(template.sections())
                .extracting(Section::label)
                .contains("Objective", "Experience", "Education");
        assertThat(read("testWORD.docx").sections().getFirst().label())
                .endsWith("Heading Level 1 > Heading Level 2 > Heading Level 3");
    }

    @Test
    void everyPlaceOfTextInDocxIsReached() {
        assertThat(read("footnotes.docx").text()).contains("snoska");
        assertThat(read("testWORD_text_box.docx").text())
                .containsOnlyOnce("inside of a text box in the body")
                .contains("directly in the body");
        assertThat(read("testWORD_missing_text.docx").text())
                .contains("BigCompany", "Seasoned professional", "Rich_text_in_cell");
        assertThat(read("testWORD_sdtInTextBox.docx").text())
                .contains("rich-text-content-control_inside-text-box");
        assertThat(read("testWORD_various.docx").text())
                .contains("Bullet 1", "Row 1 Col 1 |", "Footnote appears here");
        assertThat(read("testWORD_phonetic.docx").text()).contains("東京");
    }

    @Test
    void metadataOfDocxIsItsCoreProperties() {
        assertThat(read("testWORD.docx").metadata())
                .isEqualTo(
                        new DocumentMetadata(
                                "Sample Word Document",
                                java.util.List.of("Keith Bennett"),
                                "2008-12-11",
                                "",
                                ""));
    }

    @Test
    void sectionsStandInOrderAndOfBoundedLength() {
        int limit = 2 * DocumentLimits.defaults().sectionCharacters() + 2;
        results.forEach(
                (name, result) -> {
                    if (result instanceof DocumentResult.Readable(DocumentText document)) {
                        int last = 0;
                        for (Section section : document.sections()) {
                            assertThat(section.startLine()).as(name).isGreaterThan(last);
                            assertThat(section.text().length()).as(name).isLessThan(limit);
                            assertThat(section.text().lines().count())
                                    .as(name)
                                    .isEqualTo(section.endLine() - section.startLine() + 1L);
                            last = section.endLine();
                        }
                    }
                });
    }
}
