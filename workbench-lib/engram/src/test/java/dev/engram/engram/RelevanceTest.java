package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries about something else are told apart from those the passages answer. */
class RelevanceTest {

    @TempDir Path temp;
    private Path engram;

    @BeforeEach
    void engram() throws IOException {
        Path source = Files.createDirectories(temp.resolve("source"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(
                    source.resolve("f" + i + ".md"),
                    "The merger number " + i + " joins segments when many small ones wait.\n");
        }
        Files.writeString(
                source.resolve("dates.md"), "Parses a date from text, in any of the formats.\n");
        engram = temp.resolve("x.engram");
        Engram.ingest(
                source,
                engram,
                IngestOptions.defaults().withDimension(10_000).withThreads(1),
                Progress.none());
    }

    private Hits query(String text) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.query(text, QueryOptions.defaults());
        }
    }

    @Test
    void anOwnQuestionIsRelevant() throws IOException {
        Hits hits = query("how do I parse a date from a text in some format");
        assertThat(hits.relevant()).isTrue();
        assertThat(hits.first().path()).isEqualTo("dates.md");
        assertThat(hits.toString()).contains("dates.md").doesNotContain("no relevant");
        assertThat(hits.note()).isEmpty();
    }

    @Test
    void aForeignQuestionIsNot() throws IOException {
        Hits hits = query("which wing shape delays supersonic flutter at small wait angles");
        assertThat(hits.relevant()).isFalse();
        assertThat(hits.toString()).startsWith("no relevant information").hasLineCount(1);
        assertThat(hits.hits()).isNotEmpty();
        assertThat(hits.anyway().toString()).contains("f0.md");
        assertThat(hits.mimeBundle().get("text/html").toString())
                .contains("no relevant information")
                .doesNotContain("f0.md");
    }

    @Test
    void nothingAtAllIsNotRelevantEither() throws IOException {
        Hits hits = query("xylophone");
        assertThat(hits.hits()).isEmpty();
        assertThat(hits.relevant()).isFalse();
        assertThat(hits.toString()).isEqualTo("nothing found");
    }

    @Test
    void aWordOrTwoThatOccurAreRelevant() throws IOException {
        assertThat(query("segments").relevant()).isTrue();
        assertThat(query("parse dates").relevant()).isTrue();
        assertThat(query("segments kangaroo xylophone").relevant()).isFalse();
    }
}
