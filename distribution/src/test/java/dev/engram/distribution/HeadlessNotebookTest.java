package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.commands.setup.internal.NotebookRunner;
import dev.engram.commands.setup.internal.PythonEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notebooks run headless: real papermill, real kernel. */
class HeadlessNotebookTest {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @TempDir private Path folder;
    private NotebookRunner runner;

    @BeforeEach
    void installKernel() throws Exception {
        PythonEnvironment python = BuiltKernel.install();
        runner = new NotebookRunner(python, Progress.none());
    }

    /** Writes a notebook; a first line {@code // parameters} tags its cell. */
    private Path notebook(String... cells) throws Exception {
        List<Map<String, Object>> all =
                java.util.Arrays.stream(cells).map(HeadlessNotebookTest::cell).toList();
        Path file = folder.resolve("n.ipynb");
        Files.write(
                file,
                JSON.writeValueAsBytes(
                        Map.of(
                                "cells",
                                all,
                                "metadata",
                                Map.of(),
                                "nbformat",
                                4,
                                "nbformat_minor",
                                4)));
        return file;
    }

    private static Map<String, Object> cell(String source) {
        Map<String, Object> cell = new HashMap<>();
        cell.put("cell_type", "code");
        cell.put(
                "metadata",
                source.startsWith("// parameters")
                        ? Map.of("tags", List.of("parameters"))
                        : Map.of());
        cell.put("source", source);
        cell.put("outputs", List.of());
        cell.put("execution_count", null);
        return cell;
    }

    private String printed(Path output) throws Exception {
        StringBuilder text = new StringBuilder();
        for (JsonNode cell : JSON.readTree(output.toFile()).get("cells")) {
            for (JsonNode out : cell.path("outputs")) {
                if (out.path("name").asText().equals("stdout")) {
                    out.get("text").forEach(line -> text.append(line.asText()));
                }
            }
        }
        return text.toString();
    }

    @Test
    void parametersTakeTheTypeOfTheirDeclaration() throws Exception {
        Path out = folder.resolve("out.ipynb");
        Path notebook =
                notebook(
                        "// parameters\nString name = \"a\";\ndouble share = 0.5;\nint k = 1;",
                        "System.out.println(name.length() + \" \" + share / 4 + \" \" + k / 4 + extra);");
        int cells =
                runner.run(
                        notebook,
                        out,
                        Map.of("name", "123", "share", "1", "k", "9", "extra", "C:\\new \"x\""));
        assertThat(cells).isEqualTo(2);
        assertThat(printed(out)).isEqualTo("3 0.25 2C:\\new \"x\"\n");
    }

    @Test
    void aParameterOfTheWrongTypeIsToldBeforeTheKernelStarts() throws Exception {
        Path notebook = notebook("// parameters\nint k = 1;");
        assertThatThrownBy(() -> runner.run(notebook, null, Map.of("k", "many")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessage("parameter k is a int, not 'many'");
    }

    @Test
    void stopsAtTheFirstCellThatFailsAndKeepsWhatWasPrinted() throws Exception {
        Path out = folder.resolve("out.ipynb");
        Path notebook =
                notebook(
                        "System.out.println(\"before\");",
                        "throw new IllegalStateException(\"on purpose\");",
                        "System.out.println(\"after\");");
        assertThatThrownBy(() -> runner.run(notebook, out, Map.of()))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("failed in cell 2 (In [2])")
                .hasMessageContaining("IllegalStateException: on purpose");
        assertThat(printed(out)).isEqualTo("before\n");
    }

    @Test
    void aFileThatIsNoNotebookIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("n.ipynb"), "hello");
        assertThatThrownBy(() -> runner.run(file, null, Map.of()))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("is not a notebook");
    }

    @Test
    void papermillItselfWritesJava() throws Exception {
        Path out = folder.resolve("out.ipynb");
        Path notebook = notebook("System.out.println(who.toUpperCase());");
        PythonEnvironment python = BuiltKernel.install();
        var result =
                new dev.engram.base.process.ExternalCommand(
                                List.of(
                                        python.python().toString(),
                                        "-m",
                                        "papermill",
                                        "--no-progress-bar",
                                        "-k",
                                        "engram",
                                        "-l",
                                        "java",
                                        "-p",
                                        "who",
                                        "me",
                                        notebook.toString(),
                                        out.toString()),
                                folder,
                                python.variables())
                        .run(line -> {}, () -> {});
        assertThat(result.exitCode()).as(String.join("\n", result.tail())).isZero();
        assertThat(printed(out)).isEqualTo("ME\n");
    }
}
