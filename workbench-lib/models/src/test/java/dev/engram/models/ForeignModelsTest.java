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

    /** One manifest that is being written must not hide the models of all others. */
    @Test
    void aManifestThatIsNoneHidesNoOther() throws IOException {
        Path blob = model(".ollama/models/blobs/sha256-abc");
        Path library = user.resolve(".ollama/models/manifests/registry.ollama.ai/library");
        String sound =
                "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\","
                        + "\"digest\":\"sha256:abc\"}]}";
        Files.createDirectories(library.resolve("a"));
        Files.createDirectories(library.resolve("z"));
        Files.writeString(library.resolve("a/half"), sound.substring(0, 20));
        Files.writeString(library.resolve("a/empty"), "");
        Files.writeString(library.resolve("a/out"), sound.replace("sha256:abc", "../../../x"));
        Files.writeString(library.resolve("z/1b"), sound);
        assertThat(new ForeignModels(user, Map.of()).files())
                .containsExactly(new ForeignModels.Found("ollama", "ollama/z:1b", blob));
        Path crooked = user.resolve(".ollama/x/../models");
        Files.createDirectories(user.resolve(".ollama/x"));
        assertThat(
                        new ForeignModels(
                                        user.resolve("nobody"),
                                        Map.of("OLLAMA_MODELS", crooked.toString()))
                                .files())
                .containsExactly(new ForeignModels.Found("ollama", "ollama/z:1b", blob));
    }

    /** A link to the folder above, or to nothing, must not hide the models beside it. */
    @Test
    @org.junit.jupiter.api.condition.DisabledOnOs(
            value = org.junit.jupiter.api.condition.OS.WINDOWS,
            disabledReason = "links need a privilege there")
    void linksThatLeadRoundOrNowhereHideNoModel() throws IOException {
        Path there = model(".lmstudio/models/maker/b.gguf");
        Files.createSymbolicLink(there.resolveSibling("a-loop"), user.resolve(".lmstudio/models"));
        Files.createSymbolicLink(there.resolveSibling("c.gguf"), user.resolve("nowhere"));
        assertThat(new ForeignModels(user, Map.of()).files())
                .contains(new ForeignModels.Found("lm-studio", "lm-studio/b", there));
        WorkbenchHome home = new WorkbenchHome(user.resolve("home"));
        Files.createDirectories(home.models());
        Path own = TinyModel.write(home.models().resolve("own.GGUF"));
        TinyModel.write(
                Files.createDirectories(home.models().resolve(".hidden")).resolve("h.gguf"));
        Files.createSymbolicLink(home.models().resolve("round"), home.models());
        assertThat(new ModelStore(home).files()).containsExactly(own);
    }
}
