package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the quickstart as a newcomer does, and looks at what it found out, not only that it ran. */
class QuickstartTest {

    private static Path folder;
    private static ExecutedNotebook notebook;

    @BeforeAll
    static void runIt() throws Exception {
        folder = NotebookRuns.copyOfNotebooks("quickstart");
        notebook = NotebookRuns.run(folder, "quickstart.ipynb");
    }

    @Test
    void everyCellRanWithoutAnError() {
        assertThat(notebook.codeCells()).hasSizeGreaterThanOrEqualTo(10);
        for (JsonNode cell : notebook.codeCells()) {
            assertThat(cell.path("execution_count").isInt())
                    .as(ExecutedNotebook.source(cell))
                    .isTrue();
            assertThat(ExecutedNotebook.outputs(cell, "error")).isEmpty();
        }
    }

    @Test
    void theSearchFindsTheRightFileInPlainEnglish() {
        assertThat(notebook.text("engram query")).contains("StringUtils.java");
    }

    @Test
    void theAnswerHoldsTheFactAndNamesItsSource() {
        String answer = notebook.text("ask(question");
        assertThat(answer).containsIgnoringCase("true");
        assertThat(answer).containsPattern("StringUtils\\.java:\\d+-\\d+");
        assertThat(notebook.text("%%ask"))
                .containsIgnoringCase("false")
                .containsPattern("Range\\.java:\\d+-\\d+");
    }

    @Test
    void theChartsAreImagesWithSomethingOnThem() throws Exception {
        List<String> images = notebook.images("image/png");
        assertThat(images).hasSizeGreaterThanOrEqualTo(3);
        for (String image : images) {
            BufferedImage picture =
                    ImageIO.read(new ByteArrayInputStream(Base64.getMimeDecoder().decode(image)));
            assertThat(picture.getWidth()).isGreaterThan(300);
            Set<Integer> colours = new HashSet<>();
            for (int x = 0; x < picture.getWidth(); x += 3) {
                for (int y = 0; y < picture.getHeight(); y += 3) {
                    colours.add(picture.getRGB(x, y));
                }
            }
            assertThat(colours).as("colours of a chart").hasSizeGreaterThan(8);
        }
    }

    @Test
    void everyRunLeftARecordWithItsRawSamples() throws Exception {
        for (String experiment : List.of("quantization", "known-item")) {
            Path runs = folder.resolve("build/results").resolve(experiment).resolve("runs");
            try (Stream<Path> files = Files.walk(runs)) {
                List<Path> records = files.filter(f -> f.toString().endsWith(".json")).toList();
                assertThat(records).as(experiment).hasSizeGreaterThanOrEqualTo(2);
                for (Path file : records) {
                    JsonNode run = ExecutedNotebook.JSON.readTree(file.toFile());
                    assertThat(run.path("samples").size()).as(file.toString()).isPositive();
                    assertThat(run.path("machine").isObject()).isTrue();
                }
            }
        }
    }

    @Test
    void theReportIsOneFileWithBothExperiments() throws Exception {
        String report = Files.readString(folder.resolve("build/report.html"));
        assertThat(report).contains("quantization", "known-item").contains("<svg");
        assertThat(report).doesNotContain("<script src=", "<link rel=\"stylesheet\" href=");
    }

    @Test
    void progressLeftItsFinalLine() {
        assertThat(notebook.html("engram ingest")).contains("engram-progress");
    }
}
