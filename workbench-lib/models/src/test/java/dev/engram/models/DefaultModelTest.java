package dev.engram.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.Digests;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import dev.engram.models.catalogue.ModelFetcher;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.DefaultChoice;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which model is taken where nobody names one, against a model hub on loopback. */
class DefaultModelTest {

    @TempDir Path folder;
    private WorkbenchHome home;
    private HttpServer server;
    private final List<String> notices = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        home = new WorkbenchHome(folder.resolve("home"));
        Files.createDirectories(home.models());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String hub() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private CatalogueEntry entry(String id, byte[] served, String sha256) throws IOException {
        server.createContext(
                "/makers/" + id + "/resolve/main/" + id + ".gguf",
                exchange -> {
                    asked.add(id);
                    exchange.sendResponseHeaders(200, served.length);
                    exchange.getResponseBody().write(served);
                    exchange.close();
                });
        return unserved(id, served.length, sha256);
    }

    private static CatalogueEntry unserved(String id, long size, String sha256) {
        return new CatalogueEntry(
                id,
                "Model " + id,
                "tests",
                "Apache-2.0",
                "F32",
                8192,
                id + ".gguf",
                size,
                sha256,
                new CatalogueEntry.Source.Hub("makers/" + id, id + ".gguf"));
    }

    private String sha256(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("hashed"), bytes);
        return Digests.sha256Hex(file, Progress.none());
    }

    private DefaultChoice choice(Catalogue catalogue, Map<String, String> environment) {
        return new DefaultChoice(
                new ModelStore(home),
                catalogue,
                new ModelFetcher(home, Progress.none(), hub()),
                environment);
    }

    private Path keep(String name, int blocks, boolean chat) throws IOException {
        return Files.write(home.models().resolve(name), TinyModel.build(1, blocks, chat).bytes());
    }

    private static final Catalogue NONE = new Catalogue("a", "b", List.of());

    @Test
    void takesTheLargestThatCanConverse() throws IOException {
        keep("small.gguf", 1, true);
        Path large = keep("large.gguf", 3, true);
        keep("largest-but-mute.gguf", 4, false);
        Files.writeString(home.models().resolve("broken.gguf"), "not a model");
        assertThat(choice(NONE, Map.of()).choose(notices::add)).isEqualTo(large);
        assertThat(notices).isEmpty();
    }

    @Test
    void theConfiguredOneWins() throws IOException {
        Path small = keep("small.gguf", 1, true);
        keep("large.gguf", 3, true);
        assertThat(choice(NONE, Map.of("WORKBENCH_MODEL", "small")).choose(notices::add))
                .isEqualTo(small);
        WorkbenchException typo =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () -> choice(NONE, Map.of("WORKBENCH_MODEL", "smal")).choose(notices::add));
        assertThat(typo.userMessage()).contains("did you mean 'small'?");
    }

    @Test
    void ofEqualModelsTheFinestUpToEightBits() throws IOException {
        Path exact = keep("tiny-F32.gguf", 2, true);
        GgufFile f32 = GgufFile.read(exact);
        assertThat(DefaultChoice.best(List.of(f32), Long.MAX_VALUE)).contains(exact);
        assertThat(DefaultChoice.best(List.of(f32), 100)).isEmpty();
        assertThat(DefaultChoice.best(List.of(), Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void fetchesTheDefaultOnceAndVerifiesIt() throws IOException {
        byte[] served = TinyModel.build(1, 2, true).bytes();
        Catalogue catalogue =
                new Catalogue("good", "good", List.of(entry("good", served, sha256(served))));
        Path first = choice(catalogue, Map.of()).choose(notices::add);
        assertThat(first).isEqualTo(home.models().resolve("good.gguf")).hasBinaryContent(served);
        assertThat(choice(catalogue, Map.of()).choose(notices::add)).isEqualTo(first);
        assertThat(asked).containsExactly("good");
        assertThat(notices).isEmpty();
    }

    @Test
    void anotherFileThanThePinnedOneIsRefusedWithBothHashes() throws IOException {
        byte[] served = TinyModel.build(1, 2, true).bytes();
        String pinned = "0".repeat(64);
        Catalogue catalogue = new Catalogue("bad", "bad", List.of(entry("bad", served, pinned)));
        WorkbenchException refusal =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () -> choice(catalogue, Map.of()).choose(notices::add));
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(refusal.userMessage()).contains(pinned, sha256(served));
        assertThat(home.models().resolve("bad.gguf")).doesNotExist();
    }

    @Test
    void whereTheHubCannotBeReachedTheFallbackIsTakenAndSaid() throws IOException {
        byte[] small = TinyModel.build(1, 1, true).bytes();
        Catalogue catalogue =
                new Catalogue(
                        "gone",
                        "small",
                        List.of(
                                unserved("gone", 1000, "0".repeat(64)),
                                entry("small", small, sha256(small))));
        Path taken = choice(catalogue, Map.of()).choose(notices::add);
        assertThat(taken.getFileName()).hasToString("small.gguf");
        assertThat(notices).singleElement().asString().contains("Model small", "Model gone");
        assertThat(notices.getFirst().lines()).hasSize(1);
    }

    @Test
    void theBundledCatalogueIsComplete() {
        Catalogue catalogue = Catalogue.bundled();
        assertThat(catalogue.get("default").id()).isEqualTo("qwen2.5-coder-0.5b-instruct");
        assertThat(catalogue.get("default").sizeBytes()).isEqualTo(491_400_064L);
        for (CatalogueEntry entry : catalogue.models()) {
            assertThat(entry.license()).as(entry.id()).isNotEmpty();
            assertThat(entry.fileName()).endsWith(".gguf");
        }
        WorkbenchException unknown =
                catchThrowableOfType(
                        WorkbenchException.class, () -> catalogue.get("smollm2-135m-instrukt"));
        assertThat(unknown.userMessage()).contains("did you mean 'smollm2-135m-instruct'?");
    }

    @Test
    void findsByIdFileNameAndPath() throws IOException {
        Path file = keep("Some-Model.gguf", 1, true);
        ModelStore store = new ModelStore(home);
        assertThat(store.find("some-model", folder)).isEqualTo(file);
        assertThat(store.find("Some-Model.gguf", folder)).isEqualTo(file);
        assertThat(store.find("home/models/Some-Model.gguf", folder)).isEqualTo(file);
        WorkbenchException unknown =
                catchThrowableOfType(
                        WorkbenchException.class, () -> store.find("some-modle", folder));
        assertThat(unknown.category()).isEqualTo(Category.MISSING);
        assertThat(unknown.userMessage()).contains("did you mean 'Some-Model'?");
    }
}
