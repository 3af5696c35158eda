package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.engram.documents.SampleDocuments;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents are stored like any file, found by their text, and cited by page and heading. */
class DocumentIngestTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withThreads(2);

    private static final String GUIDE =
            "---\ntitle: The Guide\nauthor: Ada Muster\n---\n\n# Boats\n\nThey float.\n\n## Oars\n\n"
                    + "An oar moves a rowboat.\n";

    private static final String PAGE =
            "<html><head><title>Harbours</title><meta name='citation_doi' content='10.1000/182'>"
                    + "</head><body>\n<h1>Piers</h1>\n<p>A <b>pier</b> is a\nlanding&nbsp;stage.</p>"
                    + "</body></html>\n";

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void places() throws IOException {
        source = Files.createDirectories(temp.resolve("source/docs")).getParent();
        engram = temp.resolve("x.engram");
        Files.write(
                source.resolve("docs/paper.pdf"),
                SampleDocuments.pdf(
                        "On Anchors",
                        "Carla Example",
                        List.of("An anchor holds the ship.", "The capstan lifts it again.")));
        Files.write(source.resolve("docs/letter.docx"), SampleDocuments.docx("Dear helmsman"));
        Files.writeString(source.resolve("docs/guide.md"), GUIDE);
        Files.writeString(source.resolve("docs/page.html"), PAGE);
        Files.write(source.resolve("notes.ipynb"), SampleDocuments.notebook("The spinnaker"));
        Files.writeString(source.resolve("plain.txt"), "A lantern.\n");
    }

    private IngestResult ingest() throws IOException {
        return Engram.ingest(source, engram, OPTIONS, Progress.none());
    }

    private Hit best(String text) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.query(text, QueryOptions.defaults()).first();
        }
    }

    @Test
    void eachFormatIsFoundAndCitedByItsOwnPlace() throws IOException {
        assertThat(ingest().notices()).isEmpty();
        assertThat(best("capstan"))
                .returns("docs/paper.pdf", Hit::path)
                .returns("The capstan lifts it again.", Hit::text)
                .returns(2, Hit::page)
                .returns(3, Hit::startLine)
                .returns("p. 2", Hit::place);
        assertThat(best("helmsman"))
                .returns("docs/letter.docx", Hit::path)
                .returns("Dear helmsman", Hit::text);
        assertThat(best("rowboat"))
                .returns("docs/guide.md", Hit::path)
                .returns("## Oars\n\nAn oar moves a rowboat.", Hit::text)
                .returns(10, Hit::startLine)
                .returns(12, Hit::endLine)
                .returns("Boats > Oars", Hit::section)
                .returns(0, Hit::page);
        assertThat(best("landing stage"))
                .returns("docs/page.html", Hit::path)
                .returns(2, Hit::startLine)
                .returns(4, Hit::endLine)
                .returns("Piers", Hit::place)
                .satisfies(hit -> assertThat(hit.text()).doesNotContain("<b>", "&nbsp;"));
        assertThat(best("spinnaker")).returns("notes.ipynb", Hit::path);
        assertThat(best("lantern"))
                .returns("plain.txt", Hit::path)
                .returns("", Hit::place)
                .returns(1, Hit::startLine);
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("capstan", QueryOptions.defaults()).toString())
                    .contains("docs/paper.pdf:3-3, p. 2  (");
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out"))).isEqualTo(Trees.describe(source));
    }

    @Test
    void saysWhatDocumentsSayAboutThemselves() throws IOException {
        ingest();
        try (Engram open = Engram.open(engram)) {
            Documents all = open.documents(List.of());
            assertThat(all)
                    .extracting(Documents.Document::path, Documents.Document::format)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("docs/guide.md", "markdown"),
                            org.assertj.core.groups.Tuple.tuple("docs/letter.docx", "docx"),
                            org.assertj.core.groups.Tuple.tuple("docs/page.html", "html"),
                            org.assertj.core.groups.Tuple.tuple("docs/paper.pdf", "pdf"),
                            org.assertj.core.groups.Tuple.tuple("notes.ipynb", "notebook"));
            assertThat(all.documents().getFirst())
                    .returns("The Guide", Documents.Document::title)
                    .returns(List.of("Ada Muster"), Documents.Document::authors);
            assertThat(all.documents().get(2)).returns("10.1000/182", Documents.Document::doi);
            assertThat(open.documents(List.of("*.pdf")).toString())
                    .startsWith("docs/paper.pdf\n    On Anchors · Carla Example");
        }
    }

    @Test
    void whatCannotBeReadIsStoredAndNamed() throws IOException {
        Files.write(source.resolve("bomb.docx"), SampleDocuments.docx(new byte[1 << 20], 60));
        byte[] whole = Files.readAllBytes(source.resolve("docs/paper.pdf"));
        Files.write(source.resolve("broken.pdf"), java.util.Arrays.copyOf(whole, 300));
        Files.writeString(source.resolve("empty.docx"), "no zip at all");
        Files.writeString(source.resolve("torn.ipynb"), "{\"cells\": [ \"foresail");
        IngestResult result = ingest();
        assertThat(result.notices())
                .hasSize(3)
                .allMatch(n -> n.contains(": stored, but not searchable: "))
                .anyMatch(n -> n.startsWith("bomb.docx: "))
                .anyMatch(n -> n.startsWith("broken.pdf: "))
                .anyMatch(n -> n.startsWith("empty.docx: "));
        assertThat(result.files()).isEqualTo(10);
        assertThat(result.unindexed()).isEqualTo(3);
        assertThat(best("foresail")).returns("torn.ipynb", Hit::path);
        try (Engram open = Engram.open(engram)) {
            assertThat(open.documents(List.of("broken.pdf")).documents().getFirst().unreadable())
                    .isNotEmpty();
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Trees.describe(temp.resolve("out"))).isEqualTo(Trees.describe(source));
        assertUpdateEqualsFreshIngest("hostile");
    }

    @Test
    void textInOtherEncodingsIsFound() throws IOException {
        String code = "class Größe {\n    int rudder() {\n        return 1;\n    }\n}\n";
        Files.write(
                source.resolve("Wide.java"), ("\uFEFF" + code).getBytes(StandardCharsets.UTF_16LE));
        Charset windows = Charset.forName("windows-1252");
        Files.write(
                source.resolve("old.md"), "# Größe\n\nDas Ruder, rudderlos\n".getBytes(windows));
        ingest();
        assertThat(best("rudder"))
                .returns("Wide.java", Hit::path)
                .satisfies(hit -> assertThat(hit.text()).contains("int rudder()"));
        assertThat(best("rudderlos"))
                .returns("old.md", Hit::path)
                .returns("Größe", Hit::section)
                .returns("# Größe\n\nDas Ruder, rudderlos", Hit::text);
        assertUpdateEqualsFreshIngest("encodings");
    }

    @Test
    void secretsInDocumentsAreHeldBack() throws IOException {
        String token = "ghp_" + "A1b2C3d4E5f6G7h8I9".repeat(2);
        Files.write(source.resolve("mail.docx"), SampleDocuments.docx("moored " + token));
        Files.write(
                source.resolve("wide.txt"),
                ("\uFEFFmoored " + token).getBytes(StandardCharsets.UTF_16LE));
        assertThat(ingest().notices())
                .hasSize(2)
                .allMatch(n -> n.contains(": stored, but not searchable: looks like"))
                .noneMatch(n -> n.contains(token));
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("moored", QueryOptions.defaults())).isEmpty();
            assertThat(open.documents(List.of("mail.docx"))).isEmpty();
        }
    }

    @Test
    void anUnchangedTreeOfDocumentsCostsNothing() throws IOException {
        ingest();
        UpdateResult result = Engram.update(source, engram, 2, Progress.none());
        assertThat(result)
                .returns(6L, UpdateResult::unchanged)
                .returns(0L, UpdateResult::bytesRead)
                .returns(0L, UpdateResult::bytesWritten);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void updatesEqualAFreshIngest(long seed) throws IOException {
        ingest();
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            change(random, round);
            assertUpdateEqualsFreshIngest(seed + "-" + round);
        }
    }

    private void change(Random random, int number) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Path victim = files.get(random.nextInt(files.size()));
        switch (random.nextInt(5)) {
            case 0 -> Files.setLastModifiedTime(victim, FileTime.fromMillis(1_000_000L * number));
            case 1 -> Files.move(victim, source.resolve("moved" + number + victim.getFileName()));
            case 2 -> {
                if (files.size() > 3) {
                    Files.delete(victim);
                }
            }
            case 3 ->
                    Files.writeString(
                            source.resolve("docs/guide.md"), GUIDE + "\n# Knots\n\n" + number);
            default ->
                    Files.write(
                            source.resolve("docs/n" + number + ".docx"),
                            SampleDocuments.docx("stern " + number));
        }
    }

    private void assertUpdateEqualsFreshIngest(String name) throws IOException {
        Engram.update(source, engram, 2, Progress.none());
        Path fresh = temp.resolve(name + ".engram");
        Engram.ingest(source, fresh, OPTIONS, Progress.none());
        try (Engram a = Engram.open(engram);
                Engram b = Engram.open(fresh)) {
            assertThat(a.digest()).as(name).isEqualTo(b.digest());
            assertThat(a.documents(List.of())).isEqualTo(b.documents(List.of()));
        }
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }
}
