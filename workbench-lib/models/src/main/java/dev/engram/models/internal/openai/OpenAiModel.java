package dev.engram.models.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.models.Capability;
import dev.engram.models.ChatMessage;
import dev.engram.models.Generation;
import dev.engram.models.GenerationRequest;
import dev.engram.models.LanguageModel;
import dev.engram.models.ModelInfo;
import dev.engram.models.internal.engine.LiveGeneration;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A model behind an OpenAI-compatible server. */
public final class OpenAiModel implements LanguageModel {

    /** Where neither configuration nor server says how much fits. */
    private static final int UNKNOWN_CONTEXT = 4096;

    private final RemoteEndpoint endpoint;
    private final Connection connection;
    private final ServerKind kind;
    private final String model;
    private final int contextTokens;
    private final ModelInfo info;

    private OpenAiModel(RemoteEndpoint endpoint, Connection connection, ServedModel served) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.kind = endpoint.kind().orElse(served.kind());
        this.model = served.name();
        this.contextTokens =
                endpoint.contextTokens() > 0
                        ? endpoint.contextTokens()
                        : served.contextTokens() > 0 ? served.contextTokens() : UNKNOWN_CONTEXT;
        this.info =
                new ModelInfo(
                        endpoint.id(),
                        model,
                        endpoint.base().toString(),
                        "remote",
                        "",
                        served.parameters(),
                        served.sizeBytes(),
                        0,
                        contextTokens,
                        served.vocabulary(),
                        /* hasChatTemplate= */ true,
                        "");
    }

    /**
     * Asks a server for its models and takes the one that is meant.
     *
     * @param environment where the key is looked up
     * @throws WorkbenchException MISSING with the near match if it has no such model; RESOURCE if
     *     it cannot be reached or refuses the key
     */
    public static OpenAiModel open(
            RemoteEndpoint endpoint, UnaryOperator<@Nullable String> environment) {
        Connection connection = new Connection(endpoint, environment);
        try {
            return new OpenAiModel(
                    endpoint, connection, choose(endpoint, connection, models(connection)));
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was asked of the model");
        }
    }

    private static JsonNode models(Connection connection) throws InterruptedException {
        try {
            return connection.get("/models").path("data");
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.MISSING) {
                return Wire.JSON.createArrayNode(); // Some servers have no list.
            }
            throw e;
        }
    }

    private static ServedModel choose(
            RemoteEndpoint endpoint, Connection connection, JsonNode models)
            throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (JsonNode one : models) {
            String name = one.path("id").asText();
            names.add(name);
            if (name.equals(endpoint.model()) || endpoint.model().isEmpty() && models.size() == 1) {
                return ServedModel.of(one, endpoint, connection);
            }
        }
        if (names.isEmpty()) {
            return new ServedModel(endpoint.model(), ServerKind.GENERIC, 0, 0, 0, 0);
        }
        if (endpoint.model().isEmpty()) {
            throw WorkbenchException.usage(
                    endpoint.id() + " has several models: " + shortList(names),
                    "name one: " + endpoint.base() + "#" + names.getFirst());
        }
        throw WorkbenchException.missing(
                "no model '" + endpoint.model() + "' at " + endpoint.base(),
                NearMatch.of(endpoint.model(), names)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("there are: " + shortList(names)));
    }

    private static String shortList(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size())))
                + (names.size() > 5 ? ", …" : "");
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Set<Capability> capabilities() {
        return kind.capabilities();
    }

    @Override
    public boolean remote() {
        return true;
    }

    /** Counted by the server if it can; else estimated, rather too high. */
    @Override
    public int countTokens(String text) {
        return TokenCounter.count(connection, kind, model, text);
    }

    @Override
    public int countPromptTokens(GenerationRequest request) {
        if (request.messages().isEmpty()) {
            return countTokens(request.prompt());
        }
        StringBuilder all = new StringBuilder();
        for (ChatMessage message : request.messages()) {
            all.append(message.content()).append('\n');
        }
        return countTokens(all.toString())
                + TokenCounter.TEMPLATE_TOKENS * (request.messages().size() + 1);
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public Generation generate(GenerationRequest request) {
        ObjectNode body = Wire.body(request, model, kind);
        StreamReader reader = new StreamReader(connection, endpoint.limits().silenceMillis());
        LiveGeneration generation = new LiveGeneration(reader::close);
        StreamedAnswer answer =
                new StreamedAnswer(endpoint.id(), generation::emit, System::nanoTime);
        Thread.ofVirtual()
                .name("engram-remote")
                .start(() -> run(Wire.path(request), body, reader, generation, answer));
        return generation;
    }

    private static void run(
            String path,
            ObjectNode body,
            StreamReader reader,
            LiveGeneration generation,
            StreamedAnswer answer) {
        try {
            reader.read(
                    path,
                    body,
                    (event, data) -> {
                        answer.take(data);
                        return !answer.over();
                    });
            generation.end(reader.closed() ? answer.cancelled() : answer.result());
        } catch (InterruptedException e) {
            generation.end(answer.cancelled());
        } catch (RuntimeException e) {
            if (reader.closed()) {
                generation.end(answer.cancelled());
            } else {
                generation.fail(e);
            }
        }
    }

    @Override
    public void close() {}
}
