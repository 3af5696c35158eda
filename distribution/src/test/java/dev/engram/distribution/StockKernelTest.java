package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The extension jar, with nothing of our runtime, in the stock jjava kernel. */
class StockKernelTest {

    private static final Path JAR =
            Path.of("..", "kernel", "extension", "target", "engram-kernel-extension.jar");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir static Path folder;
    private static final Map<String, JsonNode> RESULTS = new HashMap<>();

    private static final List<String> CELLS =
            List.of(
                    "%about",
                    "var a = %about;",
                    "a",
                    "a instanceof dev.engram.commands.about.AboutInfo",
                    "%about --out info",
                    "info.processors() > 0",
                    "java.util.List.of(info, info)",
                    "%about --json",
                    "%engram",
                    "%model quantize --help",
                    "%about --jsn",
                    "%about --jsn --trace",
                    "%model generate --prompt x --model nothing.gguf",
                    "String option = \"--json\";\n%about --interpolate {option}",
                    "%%about --json\nbody",
                    "%engram ingest code -e code.engram",
                    "%%engram -e code.engram -k 1\nremove the comma",
                    "%engram query -e none.engram x",
                    "1 + 1");

    @BeforeAll
    static void runTheCells() throws Exception {
        Optional<Path> python = python();
        assumeTrue(python.isPresent(), "no virtual environment with jjava: run ./workbench setup");
        assumeTrue(Files.isRegularFile(JAR), "the extension jar is not packed: run mvn verify");
        Path cells = folder.resolve("cells.json");
        Path outputs = folder.resolve("outputs.json");
        Path errors = folder.resolve("errors.txt");
        JSON.writeValue(cells.toFile(), CELLS);
        Files.writeString(
                Files.createDirectories(folder.resolve("code")).resolve("Commas.java"),
                """
                class Commas {
                    /** Removes every comma of a text. */
                    static String without(String text) {
                        return text.replace(",", "");
                    }
                }
                """);
        ProcessBuilder builder =
                new ProcessBuilder(
                        python.get().toString(),
                        Path.of("src", "test", "python", "stock_kernel.py").toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        JAR.toAbsolutePath().normalize().toString(),
                        folder.toString());
        builder.environment().put(WorkbenchHome.VARIABLE, folder.resolve("home").toString());
        Process process =
                builder.redirectInput(cells.toFile())
                        .redirectOutput(outputs.toFile())
                        .redirectError(errors.toFile())
                        .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the kernel ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        JsonNode results = JSON.readTree(outputs.toFile());
        for (int i = 0; i < CELLS.size(); i++) {
            RESULTS.put(CELLS.get(i), results.get(i));
        }
    }

    private static Optional<Path> python() {
        Path environment = WorkbenchHome.fromEnvironment().pythonEnvironment();
        Path kernel =
                environment.resolve(Path.of("share", "jupyter", "kernels", "java", "jjava.jar"));
        return Files.isRegularFile(kernel)
                ? Executables.inFolder(Executables.programsOf(environment), "python")
                : Optional.empty();
    }

    private static JsonNode result(String cell) {
        return RESULTS.get(cell);
    }

    /** The only output of a cell. */
    private static JsonNode output(String cell) {
        assertThat(result(cell).get("outputs")).as(cell + " gave " + result(cell)).hasSize(1);
        return result(cell).get("outputs").get(0);
    }

    private static String plain(String cell) {
        return output(cell).path("data").path("text/plain").asText();
    }

    @Test
    void magicsGiveTypedValuesShownAsTextAndTables() {
        assertThat(plain("%about")).startsWith("Engram Workbench");
        assertThat(output("%about").path("data").path("text/html").asText()).startsWith("<table>");
        assertThat(plain("a instanceof dev.engram.commands.about.AboutInfo")).isEqualTo("true");
        assertThat(plain("%about --json")).startsWith("{\"workbench\":");
        assertThat(plain("%%about --json\nbody")).startsWith("{\"workbench\":");
    }

    @Test
    void anAssignmentShowsNothingElse() {
        assertThat(result("var a = %about;").get("outputs")).isEmpty();
        assertThat(plain("a")).startsWith("Engram Workbench");
        assertThat(result("%about --out info").get("outputs")).isEmpty();
        assertThat(plain("info.processors() > 0")).isEqualTo("true");
        assertThat(
                        output("java.util.List.of(info, info)")
                                .path("data")
                                .path("text/html")
                                .asText()
                                .split("<tr>"))
                .hasSize(4);
    }

    @Test
    void engramsAreMadeAndSearched() {
        JsonNode outputs = result("%engram ingest code -e code.engram").get("outputs");
        JsonNode last = outputs.get(outputs.size() - 1);
        assertThat(last.get("type").asText()).isEqualTo("execute_result");
        assertThat(last.path("data").path("text/html").asText()).contains("<table>");
        assertThat(output("%%engram -e code.engram -k 1\nremove the comma").toString())
                .contains("Commas.java");
        assertThat(output("%engram query -e none.engram x").get("traceback").toString())
                .contains("no engram at", "%engram ingest")
                .doesNotContain("\\tat ");
    }

    @Test
    void helpIsShownAsText() {
        assertThat(plain("%engram")).startsWith("Usage: %engram");
        assertThat(plain("%model quantize --help")).contains("--type", "Example: %model quantize");
    }

    @Test
    void aMistakeFailsTheCellWithTwoLinesAndNoTrace() {
        JsonNode error = output("%about --jsn");
        assertThat(error.get("type").asText()).isEqualTo("error");
        assertThat(result("%about --jsn").get("status").asText()).isEqualTo("error");
        assertThat(error.get("traceback").toString())
                .contains("unknown option '--jsn' in '%about'", "did you mean '--json'?")
                .doesNotContain("\\tat ", "Caused by");
        assertThat(output("%model generate --prompt x --model nothing.gguf").toString())
                .contains("no model 'nothing.gguf'")
                .doesNotContain("\\tat ");
        assertThat(output("%about --jsn --trace").get("traceback").toString()).contains("\\tat ");
        assertThat(plain("1 + 1")).isEqualTo("2");
    }

    @Test
    void variablesAreFilledInWhenAsked() {
        assertThat(plain("String option = \"--json\";\n%about --interpolate {option}"))
                .startsWith("{\"workbench\":");
    }

    @Test
    void noNativeAndNoModelIsTouchedBeforeItIsNeeded() {
        assertThat(folder.resolve("home").resolve("natives")).doesNotExist();
        assertThat(folder.resolve("home").resolve("models")).doesNotExist();
    }

    @Test
    void theJarHoldsTheExtensionAndNoKernel() throws Exception {
        assumeTrue(Files.isRegularFile(JAR), "the extension jar is not packed: run mvn verify");
        try (ZipFile jar = new ZipFile(JAR.toFile())) {
            List<String> names = new ArrayList<>();
            jar.stream().map(ZipEntry::getName).forEach(names::add);
            assertThat(names)
                    .contains("dev/engram/kernel/extension/WorkbenchExtension.class")
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.startsWith("org/dflib/"))
                    .noneMatch(name -> name.startsWith("dev/engram/kernel/runtime/"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
            ZipEntry services = jar.getEntry("META-INF/services/org.dflib.jjava.jupyter.Extension");
            assertThat(new String(jar.getInputStream(services).readAllBytes()).strip())
                    .isEqualTo("dev.engram.kernel.extension.WorkbenchExtension");
        }
    }
}
