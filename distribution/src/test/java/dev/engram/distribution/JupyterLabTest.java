package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The quickstart in JupyterLab, driven through a headless browser, as a person would see it. */
class JupyterLabTest {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    @Test
    void theQuickstartShowsChartsAndProgressOnThePage() throws Exception {
        NotebookRuns.assumeSetUp();
        Path browser = browser();
        assumeTrue(browser != null, "no Chromium on the PATH: the browser test is skipped");
        Path python = WorkbenchHome.fromEnvironment().pythonEnvironment().resolve("bin/python");
        assumeTrue(hasPlaywright(python), "no playwright: run ./workbench test");
        Path folder = NotebookRuns.copyOfNotebooks("jupyterlab");
        Path screenshot = folder.resolve("page.png");
        Path script = Path.of("src", "test", "python", "run_in_jupyterlab.py").toAbsolutePath();
        Path out = folder.resolve("state.json");
        Path err = folder.resolve("browser.log");
        Process process =
                new ProcessBuilder(
                                python.toString(),
                                script.toString(),
                                folder.resolve("quickstart.ipynb").toString(),
                                browser.toString(),
                                screenshot.toString(),
                                "840")
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(16, TimeUnit.MINUTES)).as("ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        JsonNode state = ExecutedNotebook.JSON.readTree(out.toFile());
        assertThat(state.path("errors")).as(state.toString()).isEmpty();
        assertThat(state.path("executed").asInt()).isEqualTo(state.path("cells").asInt());
        assertThat(state.path("images").asInt()).as("charts on the page").isGreaterThanOrEqualTo(3);
        assertThat(state.path("progress").asInt()).as("progress displays").isPositive();
        assertThat(Files.size(screenshot)).isGreaterThan(10_000);
    }

    private static Path browser() {
        for (String name : BROWSERS) {
            for (String folder : System.getenv("PATH").split(":")) {
                Path candidate = Path.of(folder, name);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static boolean hasPlaywright(Path python) throws Exception {
        return Files.isExecutable(python)
                && new ProcessBuilder(python.toString(), "-c", "import playwright")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }
}
