package dev.engram.models.internal.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.LoadOptions;
import dev.engram.models.LoadedModel;
import dev.engram.models.ModelInfo;
import dev.engram.models.internal.openai.Connection;
import dev.engram.models.internal.openai.StreamReader;
import dev.engram.models.internal.openai.Wire;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.ServerKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** This program's side of the worker. Thread-safe. */
public final class WorkerClient {

    /** Seconds without a sign of life after which a worker counts as hung. */
    public static final String SILENCE_VARIABLE = "WORKBENCH_WORKER_SILENCE_SECONDS";

    private static final int CONNECT_MILLIS = 5000;

    private final WorkerProcess processes;
    private final int silenceMillis;

    public WorkerClient(WorkbenchHome home, Map<String, String> environment) {
        this.processes = new WorkerProcess(home, environment);
        this.silenceMillis =
                1000 * Integer.parseInt(environment.getOrDefault(SILENCE_VARIABLE, "120"));
    }

    int silenceMillis() {
        return silenceMillis;
    }

    /** A worker and the way to it. */
    record Link(WorkerAddress worker, Connection connection) {}

    /** A model that a worker holds open for this program. */
    record Opened(Link link, String handle, int contextTokens, ModelInfo info) {}

    /** Whether a worker of this program runs. */
    public boolean running() {
        try {
            return processes.running().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    Link link() {
        try {
            return link(processes.runningOrStarted());
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was asked of the model");
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot start the worker: " + e.getMessage(), "is there space?", e);
        }
    }

    private Link link(WorkerAddress worker) {
        RemoteEndpoint endpoint =
                new RemoteEndpoint(
                        "the worker",
                        URI.create("http://127.0.0.1:" + worker.port() + "/v1"),
                        "",
                        "token",
                        Optional.of(ServerKind.WORKER),
                        0,
                        new RemoteEndpoint.Limits(CONNECT_MILLIS, silenceMillis, 1, 0));
        return new Link(worker, new Connection(endpoint, name -> worker.token()));
    }

    /** Ends a worker that gave no answer; the next request starts another. */
    void end(Link link) {
        processes.end(link.worker());
    }

    /** Opens a model in the worker. */
    Opened open(Path file, LoadOptions options, Progress progress) {
        Link link = link();
        try {
            return open(link, file, options, progress);
        } catch (WorkerLost e) {
            end(link); // It died or hung while it loaded: once more, in another.
            try {
                return open(link(), file, options, progress);
            } catch (WorkerLost again) {
                throw again.forUser();
            }
        }
    }

    private Opened open(Link link, Path file, LoadOptions options, Progress progress) {
        ObjectNode body = Wire.JSON.createObjectNode();
        body.put("path", file.toAbsolutePath().toString());
        body.put("pid", ProcessHandle.current().pid());
        body.set("options", Wire.JSON.valueToTree(options));
        AtomicReference<@Nullable JsonNode> answer = new AtomicReference<>();
        try (StreamReader reader = new StreamReader(link.connection(), silenceMillis)) {
            reader.read(
                    "/../engram/open",
                    body,
                    (event, data) -> {
                        JsonNode node = read(data);
                        if (!event.equals("progress")) {
                            answer.set(node);
                            return false;
                        }
                        progress.update(
                                node.path("task").asText(),
                                node.path("done").asLong(),
                                node.path("total").asLong(),
                                Progress.Unit.valueOf(node.path("unit").asText("ITEMS")));
                        return true;
                    });
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: no model was loaded");
        } catch (WorkbenchException e) {
            throw WorkerLost.of(e);
        }
        JsonNode opened = answer.get();
        if (opened == null) {
            throw new WorkerLost("the worker ended while it loaded " + file.getFileName());
        }
        Optional<WorkbenchException> failure = Connection.ofWorker(opened);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return new Opened(
                link,
                opened.path("handle").asText(),
                opened.path("contextTokens").asInt(),
                Wire.JSON.convertValue(opened.get("info"), ModelInfo.class));
    }

    private static JsonNode read(String data) {
        try {
            return Wire.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new WorkerLost("the worker answered what is no JSON");
        }
    }

    /** Asks a running worker; empty if none runs or it does not answer. */
    private Optional<JsonNode> ask(String path, ObjectNode body) {
        try {
            Optional<WorkerAddress> worker = processes.running();
            return worker.isEmpty()
                    ? Optional.empty()
                    : Optional.of(link(worker.get()).connection().post("/../engram" + path, body));
        } catch (IOException | WorkbenchException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted");
        }
    }

    /** What the worker has in memory; nothing where none runs. */
    public List<LoadedModel> loaded() {
        List<LoadedModel> models = new ArrayList<>();
        ask("/ps", Wire.JSON.createObjectNode())
                .ifPresent(
                        list ->
                                list.forEach(
                                        one ->
                                                models.add(
                                                        Wire.JSON
                                                                .convertValue(
                                                                        one, LoadedModel.class)
                                                                .inWorker())));
        return models;
    }

    /** Unloads what nobody uses there: one file, or {@code null} for all. */
    public int unload(@Nullable Path file) {
        ObjectNode body = Wire.JSON.createObjectNode();
        if (file != null) {
            body.put("path", file.toAbsolutePath().toString());
        }
        return ask("/unload", body).map(a -> a.path("unloaded").asInt()).orElse(0);
    }

    /** Ends the worker, if one runs; what it does is cut off. Returns whether one ran. */
    public boolean stop() {
        return ask("/stop", Wire.JSON.createObjectNode()).isPresent();
    }
}
