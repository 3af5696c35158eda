package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.Workbench;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.engram.EngramHandle;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code engram} with a key, as a script sees them. */
class EncryptedEngramVerbsTest {

    private record Ran(int code, String out, String err) {}

    @TempDir Path temp;
    private String source;
    private String engram;
    private String key;

    @BeforeEach
    void tree() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("source/src"));
        Files.writeString(
                folder.resolve("Dates.java"),
                "class Dates {\n    Date parse(String text) {\n        return read(text);\n"
                        + "    }\n}\n");
        source = temp.resolve("source").toString();
        engram = temp.resolve("x.engram").toString();
        key = temp.resolve("engram.key").toString();
        assertThat(run("engram", "key", "new", key).code()).isZero();
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

    private static Ran succeeds(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.toString()).isZero();
        return ran;
    }

    private static void assertFails(int code, String message, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
        assertThat(ran.err()).contains(message).doesNotContain("\tat ");
        assertThat(ran.err().lines()).hasSizeBetween(1, 2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aKeyFileIsMadeOnce() throws IOException {
        String other = temp.resolve("other.key").toString();
        Ran made = succeeds("engram", "key", "new", other);
        String line = Files.readAllLines(Path.of(other)).getLast().split(" ")[1];
        assertThat(made.out() + made.err()).contains(other, "keep a copy").doesNotContain(line);
        assertThat(succeeds("engram", "key", "new", other + "2", "--json").out())
                .isEqualToIgnoringWhitespace("{\"file\":\"" + other + "2\"}");
        assertFails(2, "never overwritten", "engram", "key", "new", other);
        assertThat(Files.readAllLines(Path.of(other)).getLast()).endsWith(line);
    }

    @Test
    void everyVerbWorksWithTheKey() throws IOException {
        succeeds("engram", "ingest", source, "-e", engram, "--key", key);
        Files.writeString(Path.of(source, "notes.md"), "# Weather\n\nRain and thunder.\n");
        succeeds("engram", "update", source, "-e", engram, "--key", key);
        assertThat(succeeds("engram", "query", "-e", engram, "--key", key, "thunder").out())
                .contains("notes.md");
        assertThat(succeeds("engram", "list", "-e", engram, "--key", key).out())
                .contains("src/Dates.java");
        assertThat(succeeds("engram", "info", "-e", engram, "--key", key).out())
                .contains(", encrypted");
        assertThat(succeeds("engram", "info", "-e", engram, "--key", key, "--json").out())
                .contains("\"encrypted\":true");
        assertThat(succeeds("engram", "check", "-e", engram, "--key", key).out()).contains("whole");
        assertThat(succeeds("engram", "log", "-e", engram, "--key", key).out()).isNotBlank();
        assertThat(succeeds("engram", "diff", "-e", engram, "--key", key).out())
                .contains("notes.md");
        succeeds("engram", "prune", "-e", engram, "--key", key, "--keep", "1");
        succeeds("engram", "repair", "-e", engram, "--key", key);
        succeeds("engram", "migrate", "-e", engram, "--key", key);
        succeeds("engram", "documents", "-e", engram, "--key", key);
        String all = temp.resolve("all.engram").toString();
        succeeds("engram", "bundle", "-e", all, "--key", key, engram + "=a");
        assertFails(2, "all.engram is encrypted", "engram", "list", "-e", all);
        assertThat(succeeds("engram", "query", "-e", all, "--key", key, "thunder").out())
                .contains("a/notes.md");
        String out = temp.resolve("out").toString();
        succeeds("engram", "extract", "-e", engram, "-o", out, "--key", key);
        assertThat(Path.of(out, "notes.md")).hasSameBinaryContentAs(Path.of(source, "notes.md"));
    }

    @Test
    void eachMistakeWithAKeyIsOneClearLine() throws IOException {
        succeeds("engram", "ingest", source, "-e", engram, "--key", key);
        String plain = temp.resolve("plain.engram").toString();
        succeeds("engram", "ingest", source, "-e", plain);
        String other = temp.resolve("other.key").toString();
        succeeds("engram", "key", "new", other);
        String[][] verbs = {
            {"engram", "query", "parse"},
            {"engram", "list"},
            {"engram", "info"},
            {"engram", "check"},
            {"engram", "log"},
            {"engram", "update", source},
            {"engram", "ingest", source},
            {"engram", "prune", "--keep", "1"},
            {"engram", "repair"},
            {"engram", "migrate"},
            {"engram", "documents"},
            {"engram", "extract", "-o", temp.resolve("out").toString()},
        };
        for (String[] verb : verbs) {
            assertFails(2, "x.engram is encrypted", with(verb, "-e", engram));
            assertFails(2, "the key does not fit", with(verb, "-e", engram, "--key", other));
            assertFails(2, "is not encrypted", with(verb, "-e", plain, "--key", key));
        }
        assertThat(temp.resolve("out")).doesNotExist();
        assertFails(1, "no key file at", "engram", "info", "-e", engram, "--key", key + "x");
        assertFails(
                2,
                "not a key file",
                "engram",
                "info",
                "-e",
                engram,
                "--key",
                source + "/src/Dates.java");
        String text = Files.readString(Path.of(key));
        Files.writeString(Path.of(key), text.replaceFirst("KEY-1 ..", "KEY-1 zz"));
        assertFails(1, "is not what was written", "engram", "info", "-e", engram, "--key", key);
    }

    private static String[] with(String[] verb, String... more) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void noManifestIsWrittenOfAnEncryptedEngram() {
        Path manifest = temp.resolve("m.json");
        assertFails(
                2,
                "manifest is not written in the clear",
                "engram",
                "ingest",
                source,
                "-e",
                engram,
                "--key",
                key,
                "-m",
                manifest.toString());
        assertThat(manifest).doesNotExist();
        assertThat(Path.of(engram)).as("refused before anything is done").doesNotExist();
    }

    @Test
    void javaCallsTakeTheKeyToo() {
        EngramHandle handle = Workbench.engram(engram).withKey(key);
        handle.ingest(source);
        assertThat(handle.query("parse").hits()).isNotEmpty();
        assertThat(handle.check().ok()).isTrue();
        assertThatThrownBy(() -> Workbench.engram(engram).info())
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("is encrypted");
        assertThat(handle.toString()).isEqualTo("engram " + engram);
        assertThat(Workbench.newKey(key + "2").file()).isEqualTo(key + "2");
    }

    @Test
    void theEnvironmentNamesTheKeyOfAWholeProcess() throws Exception {
        assertThat(process(key, "engram", "ingest", source, "-e", engram).code()).isZero();
        assertFails(2, "x.engram is encrypted", "engram", "info", "-e", engram);
        Ran info = process(key, "engram", "info", "-e", engram);
        assertThat(info.out()).contains(", encrypted");
        // a plain engram may be read all the same, but nothing is written to it in the clear
        String plain = temp.resolve("plain.engram").toString();
        succeeds("engram", "ingest", source, "-e", plain);
        assertThat(process(key, "engram", "info", "-e", plain).code()).isZero();
        Ran update = process(key, "engram", "update", source, "-e", plain);
        assertThat(update.code()).isEqualTo(2);
        assertThat(update.err()).contains("is not encrypted", "unset ENGRAM_KEY_FILE");
        Ran missing = process(key + "x", "engram", "info", "-e", engram);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("no key file at");
    }

    /** That of the verbs, also where a launcher of tests has loaded them by itself. */
    private static String classPath() {
        return Main.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs())
                        .map(url -> Path.of(url.getPath()).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private Ran process(String keyFile, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        "dev.engram.commands.Main"));
        command.addAll(List.of(arguments));
        File out = temp.resolve("stdout").toFile();
        File err = temp.resolve("stderr").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
        builder.environment().put("ENGRAM_KEY_FILE", keyFile);
        int code = builder.start().waitFor();
        return new Ran(code, Files.readString(out.toPath()), Files.readString(err.toPath()));
    }
}
