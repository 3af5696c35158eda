package dev.engram.models.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.AtomicFiles;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The remote models a user has configured, in {@code remotes.json} of the workbench home:
 *
 * <pre>{"remotes": {"big": {"url": "https://host/v1", "model": "m", "keyVariable": "BIG_KEY"}}}
 * </pre>
 *
 * Thread-safe; the file is read anew each time.
 */
public final class Remotes {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private final Path file;

    public Remotes(WorkbenchHome home) {
        this.file = home.root().resolve("remotes.json");
    }

    /** What the file holds. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Content(Map<String, Entry> remotes) {
        Content {
            remotes = remotes == null ? Map.of() : Map.copyOf(remotes);
        }
    }

    /** One remote of the file; all but the address may be left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String url,
            @Nullable String model,
            @Nullable String keyVariable,
            @Nullable ServerKind kind,
            @Nullable Integer contextTokens,
            @Nullable Integer silenceMillis,
            @Nullable Integer tries) {

        RemoteEndpoint endpoint(String name) {
            RemoteEndpoint.Limits usual = RemoteEndpoint.Limits.DEFAULT;
            return new RemoteEndpoint(
                    name,
                    URI.create(url),
                    model == null ? "" : model,
                    keyVariable == null ? RemoteEndpoint.KEY_VARIABLE : keyVariable,
                    Optional.ofNullable(kind),
                    contextTokens == null ? 0 : contextTokens,
                    new RemoteEndpoint.Limits(
                            usual.connectMillis(),
                            silenceMillis == null ? usual.silenceMillis() : silenceMillis,
                            tries == null ? usual.tries() : tries,
                            usual.backoffMillis()));
        }
    }

    /**
     * All configured remotes by name.
     *
     * @throws WorkbenchException DAMAGED naming what the file says wrongly
     */
    public Map<String, RemoteEndpoint> all() throws IOException {
        Map<String, RemoteEndpoint> remotes = new TreeMap<>();
        for (Map.Entry<String, Entry> one : content().remotes().entrySet()) {
            try {
                remotes.put(one.getKey(), one.getValue().endpoint(one.getKey()));
            } catch (IllegalArgumentException | NullPointerException e) {
                throw WorkbenchException.damaged(
                        file + ": remote '" + one.getKey() + "' has no usable url",
                        "for example \"url\": \"http://host:8000/v1\"");
            }
        }
        return remotes;
    }

    /** The remote an id means: an address, or a configured name; empty if it is neither. */
    public Optional<RemoteEndpoint> find(String id) throws IOException {
        return RemoteEndpoint.isAddress(id)
                ? Optional.of(RemoteEndpoint.ofAddress(id))
                : Optional.ofNullable(all().get(id));
    }

    /** Adds or replaces a remote. */
    public synchronized void put(RemoteEndpoint remote) throws IOException {
        Map<String, Entry> entries = new TreeMap<>(content().remotes());
        entries.put(
                remote.id(),
                new Entry(
                        remote.base().toString(),
                        remote.model().isEmpty() ? null : remote.model(),
                        remote.keyVariable(),
                        remote.kind().orElse(null),
                        remote.contextTokens() == 0 ? null : remote.contextTokens(),
                        remote.limits().silenceMillis(),
                        remote.limits().tries()));
        AtomicFiles.write(file, JSON.writeValueAsString(new Content(entries)));
    }

    private Content content() throws IOException {
        if (!Files.exists(file)) {
            return new Content(Map.of());
        }
        try {
            Content content = JSON.readValue(file.toFile(), Content.class);
            return content == null ? new Content(Map.of()) : content; // The file says: null.
        } catch (JsonProcessingException e) {
            throw WorkbenchException.damaged(
                    file + " cannot be read: " + e.getOriginalMessage(), "mend or remove it");
        }
    }
}
