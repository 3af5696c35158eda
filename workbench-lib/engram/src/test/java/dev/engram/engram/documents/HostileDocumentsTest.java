package dev.engram.engram.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to hurt: each gives one reason, soon, and the next file is read as ever. */
class HostileDocumentsTest {

    private static final String WORD =
            "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

    private static final byte[] STILL_ALIVE = pdf("BT /F 12 Tf (still alive) Tj ET");

    private final DocumentReader reader =
            new DocumentReader(
                    DocumentLimits.defaults()
                            .withTime(Duration.ofSeconds(5))
                            .withMaxCharacters(1 << 20)
                            .withWorkerMegabytes(64),
                    1);

    /**
     * Whatever happened, the same reader reads the next document; a busy machine gets more tries.
     */
    @AfterEach
    void close() {
        DocumentResult next = reader.read(DocumentFormat.PDF, STILL_ALIVE);
        for (int tries = 1; tries < 6 && !(next instanceof DocumentResult.Readable); tries++) {
            next = reader.read(DocumentFormat.PDF, STILL_ALIVE);
        }
        assertThat(next).as("the next document").isInstanceOf(DocumentResult.Readable.class);
        reader.close();
    }

    private String reason(DocumentFormat format, byte[] content) {
        DocumentResult result = reader.read(format, content);
        assertThat(result).isInstanceOf(DocumentResult.Unreadable.class);
        return ((DocumentResult.Unreadable) result).reason();
    }

    private static byte[] docx(String document) {
        return docx(document.getBytes(StandardCharsets.UTF_8), 1);
    }

    /** A DOCX whose main part repeats some bytes. */
    private static byte[] docx(byte[] part, int times) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            for (int i = 0; i < times; i++) {
                zip.write(part);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** A one-page PDF with this content stream; without a table of offsets, as damaged ones are. */
    static byte[] pdf(String content) {
        return pdf("", content.getBytes(StandardCharsets.ISO_8859_1), "");
    }

    private static byte[] pdf(String filter, byte[] stream, String more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("""
                %%PDF-1.4
                1 0 obj <</Type/Catalog/Pages 2 0 R %s>> endobj
                2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
                3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R
                /Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>> endobj
                5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
                6 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 20
                /Resources<</XObject<</X 6 0 R>>>>>> stream
                /X Do /X Do /X Do %%%%
                endstream endobj
                4 0 obj <</Length %d%s>> stream
                """)
                        .formatted(more, stream.length, filter)
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(stream);
        out.writeBytes(
                "\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static byte[] deflate(String text, int times) {
        Deflater deflater = new Deflater(9);
        byte[] piece = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int i = 0; i < times; i++) {
            deflater.setInput(piece);
            while (!deflater.needsInput()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    @Test
    void zipBombInDocx() {
        byte[] bomb = docx(new byte[1 << 20], 100);
        assertThat(bomb.length).isLessThan(200_000);
        assertThat(reason(DocumentFormat.DOCX, bomb)).doesNotContain("password");
        byte[] spaces = (" ".repeat(1 << 20)).getBytes(StandardCharsets.US_ASCII);
        byte[] start = ("<w:document " + WORD + ">").getBytes(StandardCharsets.US_ASCII);
        byte[] valid = Arrays.copyOf(start, start.length + spaces.length);
        Arrays.fill(valid, start.length, valid.length, (byte) ' ');
        assertThat(reason(DocumentFormat.DOCX, docx(valid, 3)))
                .isEqualTo("swells up when unpacked, as a zip bomb does");
    }

    @Test
    void tooMuchText() {
        String run = "<w:p><w:r><w:t>" + randomWords(2000) + "</w:t></w:r></w:p>";
        StringBuilder body = new StringBuilder("<w:document " + WORD + "><w:body>");
        while (body.length() < 2 << 20) {
            body.append(run);
        }
        body.append("</w:body></w:document>");
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(stored)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(reason(DocumentFormat.DOCX, stored.toByteArray()))
                .isEqualTo("holds more than 1048576 characters of text");
    }

    private static String randomWords(int count) {
        Random random = new Random(1);
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(Long.toString(random.nextLong(), 36)).append(' ');
        }
        return words.toString();
    }

    @Test
    void deepXml() {
        assertThat(
                        reason(
                                DocumentFormat.DOCX,
                                docx("<w:document " + WORD + ">" + "<w:sdt>".repeat(10_000))))
                .isEqualTo("is nested more than 200 levels deep");
    }

    @Test
    void entitiesAreNeverExpandedNorFetched(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "very secret");
        String body = "<w:body><w:p><w:r><w:t>a &x; b</w:t></w:r></w:p></w:body></w:document>";
        for (String definition :
                List.of(
                        "<!ENTITY x SYSTEM '" + secret.toUri() + "'>",
                        "<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY x '&b;&b;&b;'>",
                        "<!ENTITY % p SYSTEM '" + secret.toUri() + "'> %p;")) {
            String xml = "<!DOCTYPE d [" + definition + "]><w:document " + WORD + ">" + body;
            DocumentResult result = reader.read(DocumentFormat.DOCX, docx(xml));
            assertThat(result.toString()).doesNotContain("very secret").doesNotContain("aaaa");
            assertThat(result).isInstanceOf(DocumentResult.Unreadable.class);
        }
    }

    @Test
    void nothingIsFetchedFromHtml() throws Exception {
        AtomicReference<Boolean> called = new AtomicReference<>(false);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    server.accept().close();
                                    called.set(true);
                                } catch (IOException e) {
                                    // closed: nobody came
                                }
                            });
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            String html =
                    "<base href='%s'><link rel=stylesheet href='%s'><p>text<img src='%s'>"
                            .formatted(url, url, url);
            reader.read(DocumentFormat.HTML, html.getBytes(StandardCharsets.UTF_8));
            reader.read(
                    DocumentFormat.DOCX,
                    docx("<!DOCTYPE d SYSTEM '" + url + "'><w:document " + WORD + "/>"));
            Thread.sleep(100);
        }
        assertThat(called.get()).isFalse();
    }

    @Test
    void pdfStreamThatSwellsUp() {
        byte[] bomb = deflate("BT /F 9 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n", 3_000_000);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(reason(DocumentFormat.PDF, pdf("/Filter/FlateDecode", bomb, "")))
                .matches("reading (took|needs) more than .*|holds more than .*");
    }

    @Test
    void pdfThatCallsItself() {
        DocumentResult result = reader.read(DocumentFormat.PDF, pdf("/X Do BT (x) Tj ET"));
        assertThat(result).isInstanceOf(DocumentResult.Unreadable.class);
    }

    @Test
    void pdfWithBookmarksInACircle() {
        String outline =
                "/Outlines <</First 7 0 R>>>> endobj 7 0 obj <</Title(a)/Next 7 0 R/First 7 0 R"
                        + "/Dest[3 0 R /Fit]";
        DocumentResult result =
                reader.read(
                        DocumentFormat.PDF,
                        pdf(
                                "",
                                "BT /F 12 Tf (text) Tj ET".getBytes(StandardCharsets.US_ASCII),
                                outline));
        assertThat(((DocumentResult.Readable) result).document().sections())
                .containsExactly(new Section("a", 1, 1, 1, "text"));
    }

    @Test
    void pdfWithDeepArrays() {
        byte[] deep = pdf("[".repeat(200_000) + "]".repeat(200_000));
        assertThat(reader.read(DocumentFormat.PDF, deep))
                .isInstanceOf(DocumentResult.Unreadable.class);
    }

    @Test
    void cutOffAtAnyPlace() {
        byte[] word =
                TestJars.files(TestJars.TIKA_MICROSOFT, "test-documents/testWORD.docx"::equals)
                        .values()
                        .iterator()
                        .next();
        byte[] pdf =
                TestJars.files(TestJars.TIKA_PDF, "test-documents/testPDF_bookmarks.pdf"::equals)
                        .values()
                        .iterator()
                        .next();
        for (int i = 0; i < 24; i++) {
            byte[] half = Arrays.copyOf(word, word.length * i / 24);
            assertThat(reason(DocumentFormat.DOCX, half))
                    .isEqualTo("is damaged or no such document");
            assertThat(reader.read(DocumentFormat.PDF, Arrays.copyOf(pdf, pdf.length * i / 24)))
                    .isNotNull();
        }
    }

    @Test
    void anyDamageGivesAResult() {
        Random random = new Random(42);
        for (String jar : List.of(TestJars.TIKA_MICROSOFT, TestJars.TIKA_PDF)) {
            TestJars.files(jar, HostileDocumentsTest::small)
                    .forEach(
                            (path, content) -> {
                                for (int i = 0; i < 10; i++) {
                                    byte[] damaged = content.clone();
                                    for (int k = 0; k < 20; k++) {
                                        damaged[random.nextInt(damaged.length)] =
                                                (byte) random.nextInt();
                                    }
                                    var format = DocumentFormat.ofName(path).orElseThrow();
                                    assertThat(reader.read(format, damaged)).as(path).isNotNull();
                                }
                            });
        }
    }

    private static boolean small(String path) {
        return path.endsWith("/testWORD_various.docx")
                || path.endsWith("/testWORD_numbered_list.docx")
                || path.endsWith("/testPDF_bookmarks.pdf")
                || path.endsWith("/testPDF_acroform3.pdf");
    }

    @Test
    void tooLargeIsNotEvenTried() {
        byte[] large = new byte[(64 << 20) + 1];
        assertThat(reason(DocumentFormat.PDF, large)).isEqualTo("is larger than 64 MiB");
    }

    @Test
    void interruptEndsTheReadingOfAHostileFile() throws Exception {
        byte[] bomb = deflate("q Q\n", 30_000_000);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller =
                new Thread(
                        () -> {
                            try {
                                reader.read(
                                        DocumentFormat.PDF, pdf("/Filter/FlateDecode", bomb, ""));
                            } catch (RuntimeException e) {
                                thrown.set(e);
                            }
                        });
        caller.start();
        Thread.sleep(300);
        caller.interrupt();
        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(WorkbenchException.class);
    }

    @Test
    void aClosedReaderSaysSo() {
        DocumentReader closed = new DocumentReader();
        closed.close();
        assertThatThrownBy(() -> closed.read(DocumentFormat.PDF, pdf("")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("closed");
    }
}
