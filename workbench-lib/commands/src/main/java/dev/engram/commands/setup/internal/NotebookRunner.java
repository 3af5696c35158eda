package dev.engram.commands.setup.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs notebooks through papermill in our Python environment. */
public final class NotebookRunner {

    private static final String EVENT = "\u001e";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final PythonEnvironment python;
    private final Progress progress;

    public NotebookRunner(PythonEnvironment python, Progress progress) {
        this.python = python;
        this.progress = progress;
    }

    /**
     * Runs a notebook in its own folder.
     *
     * @param output where it is written with its outputs, or {@code null}
     * @param parameters text by name
     * @return how many code cells ran
     * @throws WorkbenchException FAILED with the cell and its error, where a cell fails
     */
    public int run(Path notebook, @Nullable Path output, Map<String, String> parameters)
            throws IOException, InterruptedException {
        Path request = Files.createTempFile("engram-run", ".json");
        try {
            Files.write(request, MAPPER.writeValueAsBytes(request(notebook, output, parameters)));
            return run(notebook, output, request);
        } finally {
            Files.deleteIfExists(request);
        }
    }

    /**
     * Checks the paths of a run.
     *
     * @throws WorkbenchException MISSING where there is no notebook, or no folder for the output
     */
    public static void check(Path notebook, @Nullable Path output) {
        if (!Files.isRegularFile(notebook)) {
            throw WorkbenchException.missing("no such notebook: " + notebook, "check the path");
        }
        if (output != null && !Files.isDirectory(Folders.parent(output))) {
            throw WorkbenchException.missing(
                    "no such folder: " + Folders.parent(output),
                    "make it, or give -o another path");
        }
    }

    private static Map<String, Object> request(
            Path notebook, @Nullable Path output, Map<String, String> parameters) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("notebook", notebook.toString());
        if (output != null) {
            request.put("output", output.toString());
        }
        request.put("kernel", KernelSpec.NAME);
        request.put("parameters", parameters);
        return request;
    }

    private int run(Path notebook, @Nullable Path output, Path request)
            throws IOException, InterruptedException {
        AtomicReference<@Nullable JsonNode> last = new AtomicReference<>();
        ExternalCommand.Result result =
                python.run(
                        List.of("-m", "engram_workbench.run", request.toAbsolutePath().toString()),
                        line -> event(line).ifPresent(last::set),
                        () -> show(last.get()));
        JsonNode end = last.get();
        if (result.exitCode() == 0 && end != null && end.has("done")) {
            return end.get("done").asInt();
        }
        if (end != null && end.has("error")) {
            throw failure(notebook, output, end);
        }
        throw new WorkbenchException(
                Category.FAILED,
                notebook + " could not be run: " + result.complaint(),
                "run ./workbench setup, then try again",
                null);
    }

    private static Optional<JsonNode> event(String line) {
        int start = line.indexOf(EVENT);
        if (start < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(line.substring(start + EVENT.length())));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void show(@Nullable JsonNode event) {
        if (event != null && event.has("cell") && event.has("of")) {
            String source = event.get("source").asText();
            progress.update(
                    source.isEmpty() ? "cell" : "cell '" + source + "'",
                    event.get("cell").asLong(),
                    event.get("of").asLong(),
                    Progress.Unit.ITEMS);
        }
    }

    private static WorkbenchException failure(
            Path notebook, @Nullable Path output, JsonNode error) {
        String message = error.path("message").asText().lines().findFirst().orElse("");
        String kind = error.get("error").asText();
        if (kind.equals("kernel")) {
            return new WorkbenchException(
                    Category.FAILED,
                    notebook + ": " + message,
                    "run it in JupyterLab (workbench lab) to see at which cell",
                    null);
        }
        if (!kind.equals("cell")) {
            return WorkbenchException.usage(message, "see: workbench run --help");
        }
        String name = error.path("name").asText();
        return new WorkbenchException(
                Category.FAILED,
                "%s failed in cell %d (In [%s]): %s"
                        .formatted(
                                notebook,
                                error.path("cell").asInt(),
                                error.path("execution").asText(),
                                message.startsWith(name) ? message : name + ": " + message),
                output == null
                        ? "run it with -o OUT.ipynb to keep its outputs up to there"
                        : "its outputs up to there are in " + output,
                null);
    }
}
