package dev.engram.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.models.internal.GgufFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Model files that other tools keep on this machine: LM Studio, Ollama, llama.cpp, GPT4All and the
 * Hugging Face cache. They are read where they are and never changed. Thread-safe.
 */
public final class ForeignModels {

    private static final String OLLAMA_LAYER = "application/vnd.ollama.image.model";
    private static final int DEPTH = 6;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path userHome;
    private final Map<String, String> environment;

    /** Those of this user. */
    public ForeignModels() {
        this(Path.of(System.getProperty("user.home")), System.getenv());
    }

    ForeignModels(Path userHome, Map<String, String> environment) {
        this.userHome = userHome;
        this.environment = environment;
    }

    /**
     * A file of another tool's.
     *
     * @param tool whose it is
     * @param id what to name it by: {@code tool/name}
     */
    public record Found(String tool, String id, Path file) {}

    /** All that are there, tool by tool; folders that cannot be read are left out. */
    public List<Found> files() {
        List<Found> found = new ArrayList<>();
        for (Path folder : List.of(at(".lmstudio/models"), at(".cache/lm-studio/models"))) {
            addGguf("lm-studio", folder, found);
        }
        Path ollama = variable("OLLAMA_MODELS").orElse(at(".ollama/models"));
        addOllama(ollama, found);
        addOllama(Path.of("/usr/share/ollama/.ollama/models"), found);
        addGguf("llama.cpp", variable("LLAMA_CACHE").orElse(at(".cache/llama.cpp")), found);
        addGguf("llama.cpp", at("Library/Caches/llama.cpp"), found);
        addGguf("gpt4all", at(".local/share/nomic.ai/GPT4All"), found);
        addGguf("gpt4all", at("Library/Application Support/nomic.ai/GPT4All"), found);
        addGguf(
                "huggingface",
                variable("HF_HUB_CACHE")
                        .or(() -> variable("HF_HOME").map(home -> home.resolve("hub")))
                        .orElse(at(".cache/huggingface/hub")),
                found);
        return List.copyOf(found);
    }

    /** The file with an id, in any case. */
    public Optional<Path> find(String id) {
        return files().stream()
                .filter(f -> f.id().equalsIgnoreCase(id))
                .map(Found::file)
                .findFirst();
    }

    private Path at(String path) {
        return userHome.resolve(path);
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
    }

    private static void addGguf(String tool, Path folder, List<Found> found) {
        try {
            for (Path file : GgufFolder.files(folder, DEPTH)) {
                found.add(new Found(tool, tool + "/" + ModelInfo.idOf(name(file)), file));
            }
        } catch (IOException e) {
            // Another tool's folder is none of our business where it cannot be read.
        }
    }

    /** Ollama keeps files by hash; manifests give them their names. */
    private static void addOllama(Path models, List<Found> found) {
        Path manifests = models.resolve("manifests");
        if (!Files.isDirectory(manifests)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(manifests, DEPTH)) {
            all = files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return; // As above.
        }
        for (Path manifest : all) {
            try {
                addManifest(models.normalize(), manifest, found);
            } catch (IOException e) {
                // One that is no JSON, or just being written, must not hide the others.
            }
        }
    }

    private static void addManifest(Path models, Path manifest, List<Found> found)
            throws IOException {
        Path blobs = models.resolve("blobs");
        for (JsonNode layer : JSON.readTree(manifest.toFile()).path("layers")) {
            String digest = layer.path("digest").asText().replace(':', '-');
            if (!layer.path("mediaType").asText().equals(OLLAMA_LAYER) || digest.indexOf(0) >= 0) {
                continue;
            }
            Path blob = blobs.resolve(digest).normalize();
            if (blob.startsWith(blobs) && Files.isRegularFile(blob)) {
                String name = name(parent(manifest)) + ":" + name(manifest);
                found.add(new Found("ollama", "ollama/" + name, blob));
            }
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
