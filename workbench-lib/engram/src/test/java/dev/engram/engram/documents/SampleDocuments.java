package dev.engram.engram.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Small documents for tests, made on the spot. */
public final class SampleDocuments {

    private SampleDocuments() {}

    /** A PDF with a line of text on each page. */
    public static byte[] pdf(String title, String author, List<String> pages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(7L);
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setAuthor(author);
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(out);
        }
        return out.toByteArray();
    }

    /** A DOCX of one paragraph. */
    public static byte[] docx(String text) throws IOException {
        return docx(
                ("<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
                                + "<w:body><w:p><w:r><w:t>"
                                + text
                                + "</w:t></w:r></w:p></w:body></w:document>")
                        .getBytes(StandardCharsets.UTF_8),
                1);
    }

    /** A DOCX whose main part repeats some bytes: a bomb, if they are many. */
    public static byte[] docx(byte[] part, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            for (int i = 0; i < times; i++) {
                zip.write(part);
            }
        }
        return bytes.toByteArray();
    }

    /** A notebook of one cell of text. */
    public static byte[] notebook(String text) {
        return ("{\"cells\":[{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":[\""
                        + text
                        + "\"]}],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
