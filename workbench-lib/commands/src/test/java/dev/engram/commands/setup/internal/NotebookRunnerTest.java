package dev.engram.commands.setup.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the runner makes of what the Python side reports; a shell script speaks for it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake Python is a shell script")
class NotebookRunnerTest {

    @TempDir private Path folder;
    private Path notebook;
    private PythonEnvironment python;
    private final List<String> shown = new ArrayList<>();

    @BeforeEach
    void makeNotebook() throws Exception {
        notebook = Files.writeString(folder.resolve("n.ipynb"), "{}");
        python = new PythonEnvironment(new WorkbenchHome(folder));
        Files.createDirectories(python.python().getParent());
    }

    private int run(String... script) throws Exception {
        Files.writeString(python.python(), "#!/bin/sh\n" + String.join("\n", script) + "\n");
        assertThat(python.python().toFile().setExecutable(true)).isTrue();
        return new NotebookRunner(
                        python,
                        (phase, done, total, unit) -> shown.add(phase + " " + done + "/" + total))
                .run(notebook, null, Map.of("k", "5"));
    }

    private static String say(String json) {
        return "printf '\\036%s\\n' '" + json + "'";
    }

    @Test
    void passesTheRequestAndCountsTheCells() throws Exception {
        int cells =
                run(
                        "cp \"$3\" request.json",
                        say("{\"cell\": 2, \"of\": 3, \"source\": \"var x = 1;\"}"),
                        "sleep 1",
                        say("{\"done\": 2}"));
        assertThat(cells).isEqualTo(2);
        assertThat(shown).contains("cell 'var x = 1;' 2/3");
        assertThat(Files.readString(folder.resolve("request.json")))
                .contains(
                        notebook.toString(),
                        "\"kernel\":\"engram\"",
                        "\"parameters\":{\"k\":\"5\"}")
                .doesNotContain("output");
    }

    @Test
    void namesTheFailingCellAndTheFirstLineOfItsError() {
        assertThatThrownBy(
                        () ->
                                run(
                                        say(
                                                "{\"error\": \"cell\", \"cell\": 4, \"execution\": 3, \"name\": \"java.lang.IllegalStateException\", \"message\": \"first\\nsecond\"}"),
                                        "exit 3"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.FAILED);
                            assertThat(e.userMessage().lines()).hasSize(2);
                            assertThat(e.userMessage())
                                    .contains("n.ipynb failed in cell 4 (In [3])")
                                    .contains("IllegalStateException: first")
                                    .doesNotContain("second");
                        });
    }

    @Test
    void aWrongParameterIsAUsageError() {
        assertThatThrownBy(
                        () ->
                                run(
                                        say(
                                                "{\"error\": \"parameter\", \"message\": \"parameter k is a int, not x\"}"),
                                        "exit 3"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.USAGE));
    }

    @Test
    void aPythonThatBreaksIsToldWithItsComplaint() {
        assertThatThrownBy(() -> run("echo Traceback", "echo 'ImportError: papermill'", "exit 1"))
                .hasMessageContaining("ImportError: papermill");
    }

    @Test
    void checksPathsBeforeAnythingElse() {
        assertThatThrownBy(() -> NotebookRunner.check(folder.resolve("none.ipynb"), null))
                .hasMessageContaining("no such notebook");
        assertThatThrownBy(() -> NotebookRunner.check(notebook, folder.resolve("none/out.ipynb")))
                .hasMessageContaining("no such folder");
    }
}
