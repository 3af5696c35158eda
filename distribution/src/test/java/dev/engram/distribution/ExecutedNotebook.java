package dev.engram.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A notebook with its outputs, as tests ask about it. */
record ExecutedNotebook(JsonNode root) {

    static final ObjectMapper JSON = new ObjectMapper();

    static ExecutedNotebook read(Path file) throws IOException {
        return new ExecutedNotebook(JSON.readTree(file.toFile()));
    }

    List<JsonNode> codeCells() {
        return stream(root.path("cells"))
                .filter(c -> c.path("cell_type").asText().equals("code"))
                .toList();
    }

    static String source(JsonNode cell) {
        return joined(cell.path("source"));
    }

    static List<JsonNode> outputs(JsonNode cell, String type) {
        return stream(cell.path("outputs"))
                .filter(o -> o.path("output_type").asText().equals(type))
                .toList();
    }

    /** All plain text and streamed output of the cells whose source contains a text. */
    String text(String sourcePart) {
        StringBuilder all = new StringBuilder();
        cells(sourcePart)
                .flatMap(c -> stream(c.path("outputs")))
                .forEach(
                        o ->
                                all.append(joined(o.path("text")))
                                        .append(joined(o.path("data").path("text/plain")))
                                        .append('\n'));
        return all.toString();
    }

    /** All HTML output of the cells whose source contains a text. */
    String html(String sourcePart) {
        StringBuilder all = new StringBuilder();
        cells(sourcePart)
                .flatMap(c -> stream(c.path("outputs")))
                .forEach(o -> all.append(joined(o.path("data").path("text/html"))).append('\n'));
        return all.toString();
    }

    /** All outputs of a type, such as {@code image/png}, of all cells. */
    List<String> images(String mimeType) {
        List<String> found = new ArrayList<>();
        for (JsonNode cell : codeCells()) {
            stream(cell.path("outputs"))
                    .map(o -> joined(o.path("data").path(mimeType)))
                    .filter(data -> !data.isEmpty())
                    .forEach(found::add);
        }
        return found;
    }

    private Stream<JsonNode> cells(String sourcePart) {
        List<JsonNode> found =
                codeCells().stream().filter(c -> source(c).contains(sourcePart)).toList();
        if (found.isEmpty()) {
            throw new AssertionError("no cell contains: " + sourcePart);
        }
        return found.stream();
    }

    /** Notebook files keep texts as one string or as a list of lines. */
    private static String joined(JsonNode text) {
        if (text.isArray()) {
            StringBuilder lines = new StringBuilder();
            text.forEach(line -> lines.append(line.asText()));
            return lines.toString();
        }
        return text.asText("");
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
