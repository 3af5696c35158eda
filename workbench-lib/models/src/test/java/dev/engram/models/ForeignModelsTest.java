package dev.engram.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.WorkbenchHome;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files of other tools are found where those tools keep them. */
class ForeignModelsTest {

    @TempDir Path user;

    private Path model(String path) throws IOException {
        Path file = user.resolve(path);
        Files.createDirectories(file.getParent());
        return TinyModel.write(file);
    }

    @Test
    void eachToolsFolderIsRead() throws IOException {
        model(".lmstudio/models/maker/some-GGUF/some.Q4.gguf");
        model(".cache/llama.cpp/maker_other.gguf");
        model(".local/share/nomic.ai/GPT4All/third.gguf");
        model(".cache/huggingface/hub/models--a--b/snapshots/0123/fourth.gguf");
        Path blob = model(".ollama/models/blobs/sha256-abc");
        Path manifest = user.resolve(".ollama/models/manifests/registry.ollama.ai/library/tiny/1b");
        Files.createDirectories(manifest.getParent());
        Files.writeString(
                manifest,
                """
                {"layers": [
                  {"mediaType": "application/vnd.ollama.image.template", "digest": "sha256:x"},
                  {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:abc"}]}
                """);
        Files.writeString(manifest.resolveSibling("bad"), "no json");
        Files.delete(manifest.resolveSibling("bad"));
        ForeignModels models = new ForeignModels(user, Map.of());
        assertThat(models.files())
                .extracting(ForeignModels.Found::id)
                .containsExactly(
                        "lm-studio/some.Q4",
                        "ollama/tiny:1b",
                        "llama.cpp/maker_other",
                        "gpt4all/third",
                        "huggingface/fourth");
        assertThat(models.find("OLLAMA/tiny:1b")).contains(blob);
        ModelStore store = new ModelStore(new WorkbenchHome(user.resolve("home")), models);
        assertThat(store.find("ollama/tiny:1b", user)).isEqualTo(blob);
    }

    @Test
    void variablesSayOtherPlacesAndNothingIsNoError() throws IOException {
        Path other = model("elsewhere/x.gguf");
        assertThat(new ForeignModels(user.resolve("nobody"), Map.of()).files()).isEmpty();
        assertThat(
                        new ForeignModels(
                                        user.resolve("nobody"),
                                        Map.of("LLAMA_CACHE", user.resolve("elsewhere").toString()))
                                .files())
                .containsExactly(new ForeignModels.Found("llama.cpp", "llama.cpp/x", other));
    }
}
