package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does with an engram, on a small tree. */
class EngramTest {

    @TempDir Path temp;
    private Path source;
    private Path engram;

    @BeforeEach
    void tree() throws IOException {
        source = Files.createDirectories(temp.resolve("source"));
        engram = temp.resolve("x.engram");
        Files.createDirectories(source.resolve("src/app"));
        Files.writeString(
                source.resolve("src/app/Dates.java"),
                """
                package app;

                /** Dates for people. */
                final class Dates {

                    private static final String ZONE = "UTC";

                    /** Parses a calendar date such as 2007-12-03. */
                    static Date parseDate(String text) {
                        return new Date(text, ZONE);
                    }

                    /** Counts how many seconds have gone by. */
                    static long elapsed() {
                        return clock() - START;
                    }
                }
                """);
        Files.writeString(
                source.resolve("README.md"),
                "# Fruit\n\nApples and pears.\n\n# Weather\n\nRain, snow and thunder.\n");
    }

    private IngestResult ingest() throws IOException {
        return Engram.ingest(source, engram, IngestOptions.defaults(), Progress.none());
    }

    @Test
    void findsTheMethodWithItsPathAndLines() throws IOException {
        IngestResult result = ingest();
        assertThat(result.files()).isEqualTo(2);
        assertThat(result.passages()).isEqualTo(5);
        try (Engram open = Engram.open(engram)) {
            Hit hit = open.query("how to parse dates", QueryOptions.defaults()).first();
            assertThat(hit.path()).isEqualTo("src/app/Dates.java");
            assertThat(hit.startLine()).isEqualTo(8);
            assertThat(hit.endLine()).isEqualTo(11);
            assertThat(hit.text()).startsWith("/** Parses a calendar").endsWith("}");
            assertThat(open.query("thunder", QueryOptions.defaults()).hits())
                    .extracting(Hit::path, Hit::startLine, Hit::endLine)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("README.md", 5, 7));
            assertThat(open.query("zebra", QueryOptions.defaults())).isEmpty();
        }
    }

    @Test
    void scopeLimitsWhereItLooks() throws IOException {
        ingest();
        try (Engram open = Engram.open(engram)) {
            assertThat(open.query("dates rain", QueryOptions.defaults().withScope("./src/")))
                    .extracting(Hit::path)
                    .containsOnly("src/app/Dates.java");
            assertThat(open.query("dates", QueryOptions.defaults().withScope("sr"))).isEmpty();
        }
    }

    @Test
    void listsInfoAndManifestAgree() throws IOException {
        ingest();
        Path manifest = temp.resolve("x-manifest.json");
        try (Engram open = Engram.open(engram)) {
            assertThat(open.list(List.of()))
                    .extracting(Listing.Entry::path)
                    .containsExactly("README.md", "src", "src/app", "src/app/Dates.java");
            assertThat(open.list(List.of("*.md"))).hasSize(1);
            EngramInfo info = open.info();
            assertThat(info.files()).isEqualTo(2);
            assertThat(info.folders()).isEqualTo(2);
            assertThat(info.passages()).isEqualTo(5);
            open.writeManifest(manifest);
        }
        assertThat(Files.readString(manifest)).contains("\"path\" : \"src/app/Dates.java\"");
    }

    @Test
    void userErrorsAreShortAndClear() throws IOException {
        ingest();
        assertThatThrownBy(() -> QueryOptions.top(0))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category().exitCode()).isEqualTo(2))
                .hasMessage("-k must be at least 1, not 0");
        try (Engram open = Engram.open(engram)) {
            assertThatThrownBy(() -> open.query("  ", QueryOptions.defaults()))
                    .hasMessage("the query is empty");
            assertThatThrownBy(() -> open.query("?!", QueryOptions.defaults()))
                    .hasMessage("the query has no searchable word");
        }
        assertThatThrownBy(() -> Engram.open(source)).hasMessageStartingWith("not an engram: ");
        assertThatThrownBy(() -> Engram.open(temp.resolve("none.engram")))
                .hasMessageStartingWith("no engram at ");
        assertThatThrownBy(
                        () ->
                                Engram.ingest(
                                        temp.resolve("none"),
                                        engram,
                                        IngestOptions.defaults(),
                                        Progress.none()))
                .hasMessageStartingWith("no such folder: ");
    }
}
