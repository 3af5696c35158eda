package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.Workbench;
import dev.engram.engram.Hits;
import dev.engram.engram.PruneOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code engram} as a script sees them: output, exit codes, short errors. */
class EngramVerbsTest {

    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out.lines().findFirst().orElse("null"));
        }
    }

    @TempDir Path temp;
    private String source;
    private String engram;

    @BeforeEach
    void tree() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("source/src"));
        Files.writeString(
                folder.resolve("Dates.java"),
                "class Dates {\n\n    /** Parses <b>dates</b>. */\n    Date parse(String text) {\n"
                        + "        return read(text);\n    }\n}\n");
        Files.writeString(folder.resolve("notes.md"), "# Weather\n\nRain and thunder.\n");
        source = temp.resolve("source").toString();
        engram = temp.resolve("x.engram").toString();
    }

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.run(
                        List.of(arguments),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void ingest() {
        assertThat(run("engram", "ingest", source, "-e", engram).code()).isZero();
    }

    private static void assertFails(int code, String message, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
        assertThat(ran.err()).contains(message).doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSizeBetween(1, 2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void jsonHasTheAgreedFields() throws IOException {
        Path manifest = temp.resolve("x-manifest.json");
        JsonNode result =
                run("engram", "ingest", source, "-e", engram, "-m", "" + manifest, "--json").json();
        assertThat(result.fieldNames())
                .toIterable()
                .contains("files", "bytes", "storedBytes", "indexBytes", "passages", "millis");
        assertThat(result.get("files").asInt()).isEqualTo(2);
        assertThat(manifest).content().contains("src/Dates.java");
        Ran query = run("engram", "query", "-e", engram, "parse", "dates", "--json");
        assertThat(query.json().fieldNames())
                .toIterable()
                .containsExactly("rank", "score", "path", "startLine", "endLine", "text");
        assertThat(query.json().get("path").asText()).isEqualTo("src/Dates.java");
        assertThat(query.json().get("startLine").asInt()).isEqualTo(3);
        Ran check = run("engram", "check", "-e", engram, "--json");
        assertThat(check.code()).isZero();
        assertThat(check.json().get("ok").asBoolean()).isTrue();
        assertThat(check.json().get("problems").isArray()).isTrue();
        assertThat(run("engram", "info", "-e", engram, "--json").json().get("links").asInt())
                .isZero();
        assertThat(run("engram", "list", "-e", engram, "--json").out().lines()).hasSize(3);
    }

    @Test
    void documentsAreListedAndHitsNameTheirHeadings() throws IOException {
        ingest();
        JsonNode hit = run("engram", "query", "-e", engram, "thunder", "--json").json();
        assertThat(hit.fieldNames())
                .toIterable()
                .containsExactly(
                        "rank", "score", "path", "startLine", "endLine", "text", "section");
        assertThat(hit.get("section").asText()).isEqualTo("Weather");
        JsonNode document = run("engram", "documents", "-e", engram, "--json").json();
        assertThat(document.fieldNames()).toIterable().containsExactly("path", "format", "title");
        assertThat(document.get("title").asText()).isEqualTo("Weather");
        assertThat(run("engram", "documents", "-e", engram, "--include", "*.pdf").out())
                .isEqualToIgnoringNewLines("no documents");
    }

    @Test
    void engramsAreBundledBelowPaths() throws IOException {
        ingest();
        String all = temp.resolve("all.engram").toString();
        Ran ran = run("engram", "bundle", "-e", all, engram + "=projects/x", "--json");
        assertThat(ran.json().get("files").asInt()).isEqualTo(2);
        assertThat(run("engram", "query", "-e", all, "thunder").out())
                .contains("projects/x/src/notes.md:1-3");
        String other = temp.resolve("other.engram").toString();
        assertThat(Workbench.engram(other).bundle(engram, all).files()).isEqualTo(4);
        assertFails(2, "cannot be a part of itself", "engram", "bundle", "-e", all, all);
        assertFails(2, "not a folder to put", "engram", "bundle", "-e", other, engram + "=../x");
    }

    @Test
    void aDamagedEngramIsExitCodeOneWithTheFileNamed() throws IOException {
        ingest();
        try (var packs = Files.list(temp.resolve("x.engram/packs"))) {
            for (Path pack : (Iterable<Path>) packs::iterator) {
                byte[] bytes = Files.readAllBytes(pack);
                bytes[20] ^= 1;
                Files.write(pack, bytes);
            }
        }
        Ran check = run("engram", "check", "-e", engram, "--json");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.json().get("ok").asBoolean()).isFalse();
        JsonNode problem = check.json().get("problems").get(0);
        assertThat(problem.get("file").asText()).startsWith("packs/");
        assertThat(problem.get("lost").asText()).isNotBlank();
        assertThat(problem.get("repair").asText()).startsWith("workbench engram");
        assertThat(problem.get("kind").asText()).isEqualTo("pack");
        assertThat(run("engram", "check", "-e", engram).out()).contains("damaged pack packs/");
        assertFails(
                1, "damaged: ", "engram", "extract", "-e", engram, "-o", "" + temp.resolve("o"));
    }

    @Test
    void errorsOfTheUserAreOneOrTwoLinesAndTheRightCode() throws IOException {
        String none = temp.resolve("none").toString();
        assertFails(1, "no such folder", "engram", "ingest", none, "-e", engram);
        assertFails(2, "not a folder", "engram", "ingest", source + "/src/notes.md", "-e", engram);
        assertFails(1, "no engram at", "engram", "query", "-e", none, "x");
        assertFails(1, "not an engram", "engram", "query", "-e", source, "x");
        assertFails(1, "not an engram", "engram", "check", "-e", source + "/src/notes.md");
        assertFails(1, "not an engram", "engram", "ingest", source + "/src", "-e", source);
        assertFails(2, "unknown option '--dim'", "engram", "ingest", source, "-e", engram, "--dim");
        assertFails(
                2, "no format for 77", "engram", "ingest", source, "-e", engram, "--dims", "77");
        assertFails(2, "no number", "engram", "ingest", source, "-e", engram, "--dims", "many");
        ingest();
        assertFails(2, "-k must be at least 1", "engram", "query", "-e", engram, "-k", "0", "x");
        assertFails(2, "-k must be at least 1", "engram", "query", "-e", engram, "-k", "-3", "x");
        assertFails(2, "the query is empty", "engram", "query", "-e", engram, "");
        assertFails(2, "the query is empty", "engram", "query", "-e", engram);
        assertFails(2, "no searchable word", "engram", "query", "-e", engram, "?!");
        assertFails(1, "no such file", "engram", "query", "-e", engram, "-f", none);
        assertFails(2, "no snapshot", "engram", "list", "-e", engram, "--snapshot", "f0f0f0f0");
        assertFails(
                2,
                "not a folder",
                "engram",
                "extract",
                "-e",
                engram,
                "-o",
                source + "/src/notes.md");
    }

    @Test
    void runFilesGiveTheBestPassagePerFile() throws IOException {
        ingest();
        Path queries = temp.resolve("q.tsv");
        Path target = temp.resolve("run.txt");
        Files.writeString(queries, "q1\tparse dates\nq2\tthunder\n\nq3\tzebra\n");
        Ran ran =
                run("engram", "query", "-e", engram, "--run-file", "" + queries, "-o", "" + target);
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("3 queries answered");
        assertThat(Files.readAllLines(target))
                .hasSize(2)
                .satisfiesExactly(
                        l -> assertThat(l).matches("q1 Q0 src/Dates.java 1 [0-9.]+ engram-lexical"),
                        l -> assertThat(l).matches("q2 Q0 src/notes.md 1 [0-9.]+ engram-lexical"));
        assertFails(
                2,
                "--run-file needs -o",
                "engram",
                "query",
                "-e",
                engram,
                "--run-file",
                "" + queries);
        Files.writeString(queries, "no tab\n");
        assertFails(
                2,
                "line 1: no tab",
                "engram",
                "query",
                "-e",
                engram,
                "--run-file",
                "" + queries,
                "-o",
                "" + target);
    }

    @Test
    void hitsShowThemselvesInNotebooks() {
        ingest();
        Hits hits = Workbench.engram(engram).query("parse dates", 1);
        assertThat(hits.first().path()).isEqualTo("src/Dates.java");
        assertThat((String) hits.mimeBundle().get("text/html"))
                .contains("<pre", "src/Dates.java:3–6", "&lt;b&gt;dates&lt;/b&gt;")
                .doesNotContain("<b>");
        assertThat(hits.toString()).contains("src/Dates.java:3-6");
        assertThat(Workbench.engram(engram).check().ok()).isTrue();
        assertThat(Workbench.engram(engram).list()).hasSize(3);
        assertThat(Workbench.engram(engram).query("zebra").toString()).isEqualTo("nothing found");
    }

    @Test
    void historyIsALineForEachSnapshotAndEachDifference() throws IOException {
        ingest();
        assertFails(2, "no snapshot before", "engram", "diff", "-e", engram);
        Files.writeString(Path.of(source, "src/more.md"), "# Snow\n");
        assertThat(run("engram", "update", source, "-e", engram).code()).isZero();
        Ran log = run("engram", "log", "-e", engram, "--json");
        assertThat(log.out().lines()).hasSize(2);
        assertThat(log.json().get("added").asInt()).isEqualTo(1);
        assertThat(log.json().get("files").asInt()).isEqualTo(3);
        Ran diff = run("engram", "diff", "-e", engram, "--json");
        assertThat(diff.out().lines()).hasSize(1);
        assertThat(diff.json().get("change").asText()).isEqualTo("added");
        assertThat(diff.json().get("path").asText()).isEqualTo("src/more.md");
        String newest = log.json().get("id").asText();
        Ran none = run("engram", "diff", "-e", engram, "--from", newest.substring(0, 9));
        assertThat(none.out()).contains("0 added, 0 modified");
        assertThat(Workbench.engram(engram).log()).hasSize(2);
        assertThat(Workbench.engram(engram).diff().count("added")).isEqualTo(1);
    }

    @Test
    void repairBringsBackWhatTheSourceHasAndSaysWhatIsLost() throws IOException {
        ingest();
        Ran none = run("engram", "repair", "-e", engram);
        assertThat(none.code()).isZero();
        assertThat(none.out()).contains("nothing is damaged");
        deletePacks();
        Ran back = run("engram", "repair", "-e", engram, "--source", source, "--json");
        assertThat(back.code()).isZero();
        assertThat(back.json().get("whole").asBoolean()).isTrue();
        assertThat(back.json().get("chunksFetched").asInt()).isPositive();
        assertThat(back.json().get("actions").get(0).get("kind").asText()).isEqualTo("pack");
        assertThat(Workbench.engram(engram).check().ok()).isTrue();
        assertThat(Workbench.engram(engram).repair().actions()).isEmpty();
        // one file has gone from the folder, and its chunk from the engram
        Files.delete(Path.of(source, "src/notes.md"));
        Path other = Files.createDirectories(temp.resolve("other"));
        assertFails(1, "no such folder", "engram", "repair", "-e", engram, "--source", other + "x");
        deletePacks();
        Ran lost = run("engram", "repair", "-e", engram, "--source", source);
        assertThat(lost.code()).isEqualTo(1);
        assertThat(lost.err()).contains("not one folder");
    }

    @Test
    void migrateSaysThatAnEngramIsUpToDate() throws IOException {
        ingest();
        Ran ran = run("engram", "migrate", "-e", engram, "--json");
        assertThat(ran.code()).isZero();
        assertThat(ran.json().get("renamed")).isEmpty();
        assertThat(ran.json().get("toVersion")).isEqualTo(ran.json().get("fromVersion"));
        assertThat(Workbench.engram(engram).migrate().toString()).startsWith("up to date");
        assertFails(1, "no engram at", "engram", "migrate", "-e", engram + "none");
    }

    private void deletePacks() throws IOException {
        try (var packs = Files.list(temp.resolve("x.engram/packs"))) {
            for (Path pack : packs.toList()) {
                Files.delete(pack);
            }
        }
    }

    @Test
    void pruneSaysWhatItWouldDoAndDoesIt() throws IOException {
        ingest();
        Files.writeString(Path.of(source, "src/more.md"), "# Snow\n");
        assertThat(run("engram", "update", source, "-e", engram).code()).isZero();
        Ran plan = run("engram", "prune", "-e", engram, "--keep", "1", "--dry-run", "--json");
        assertThat(plan.json().get("dryRun").asBoolean()).isTrue();
        assertThat(plan.json().get("removed")).hasSize(1);
        assertThat(Workbench.engram(engram).log()).hasSize(2);
        assertThat(Workbench.engram(engram).prune(PruneOptions.unneeded()).kept()).isEqualTo(2);
        Ran done = run("engram", "prune", "-e", engram, "--keep", "1", "--keep-days", "0");
        assertThat(done.out()).contains("1 snapshots removed, 1 kept");
        assertThat(Workbench.engram(engram).log()).hasSize(1);
        assertThat(Workbench.engram(engram).check().ok()).isTrue();
        assertFails(2, "--keep must be", "engram", "prune", "-e", engram, "--keep", "-1");
        assertFails(1, "no engram at", "engram", "prune", "-e", engram + "none");
    }

    @Test
    void extractGivesTheFilesBack() throws IOException {
        ingest();
        Path out = temp.resolve("out");
        assertThat(run("engram", "extract", "-e", engram, "-o", "" + out).code()).isZero();
        assertThat(out.resolve("src/notes.md"))
                .hasSameBinaryContentAs(Path.of(source, "src/notes.md"));
    }
}
