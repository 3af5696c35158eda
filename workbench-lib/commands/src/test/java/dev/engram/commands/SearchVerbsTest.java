package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Queries over channels and several engrams, as a script sees them. */
class SearchVerbsTest {

    private record Ran(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out.lines().findFirst().orElse("null"));
        }
    }

    @TempDir Path temp;
    private String one;
    private String two;

    @BeforeEach
    void engrams() throws IOException {
        one = engram("one", "Dates.java", "class Dates { Date parse(String text) { } }\n");
        two = engram("two", "Rivers.java", "class Rivers { void cross(Boat boat) { } }\n");
    }

    private String engram(String name, String file, String text) throws IOException {
        Path source = Files.createDirectories(temp.resolve(name));
        Files.writeString(source.resolve(file), text);
        String engram = temp.resolve(name + ".engram").toString();
        assertThat(run("engram", "ingest", "" + source, "-e", engram, "--semantic", "none").code())
                .isZero();
        return engram;
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

    @Test
    void severalEngramsAreOneRanking() throws IOException {
        Ran boats = run("engram", "query", "-e", one + "," + two, "cross the boat", "--json");
        assertThat(boats.code()).as(boats.err()).isZero();
        assertThat(boats.json().get("path").asText()).isEqualTo("Rivers.java");
        assertThat(boats.json().get("engram").asText()).isEqualTo("two.engram");
        assertThat(run("engram", "query", "-e", one + "," + two, "class").out())
                .contains("one.engram: Dates.java", "two.engram: Rivers.java");
        assertThat(run("engram", "query", "-e", one, "class", "--json").json().has("engram"))
                .isFalse();
        Ran missing = run("engram", "query", "-e", one + "," + two + "x", "boat");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("no engram at").hasLineCount(2);
    }

    @Test
    void aFileIsAQuery() throws IOException {
        Path like = temp.resolve("like.txt");
        Files.writeString(like, "Boat boat = new Boat(); cross(boat);\n".repeat(500));
        Ran ran = run("engram", "query", "-e", two, "--file", "" + like, "--json");
        assertThat(ran.json().get("path").asText()).isEqualTo("Rivers.java");
    }

    @Test
    void aChannelThatIsNotThereIsAUsageError() {
        Ran semantic = run("engram", "query", "-e", one, "dates", "--channel", "semantic");
        assertThat(semantic.code()).isEqualTo(2);
        assertThat(semantic.err()).contains("no semantic channel").hasLineCount(2);
        Ran unknown = run("engram", "query", "-e", one, "dates", "--channel", "semantc");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("semantc", "semantic");
        Ran embed = run("engram", "embed", "-e", one);
        assertThat(embed.code()).isEqualTo(2);
        assertThat(embed.err()).contains("no semantic channel");
        Ran embedder =
                run(
                        "engram",
                        "ingest",
                        "" + temp.resolve("one"),
                        "-e",
                        one + "2",
                        "--semantic",
                        "statc");
        assertThat(embedder.code()).isEqualTo(2);
        assertThat(embedder.err()).contains("statc", "static");
    }
}
