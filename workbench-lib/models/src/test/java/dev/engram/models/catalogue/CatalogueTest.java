package dev.engram.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.Digests;
import dev.engram.models.QuantizationType;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue, and fetching what it does not pin, from a hub on loopback. */
class CatalogueTest {

    private static final String ID = "mistral-7b-instruct-v0.3";

    @TempDir Path folder;
    private WorkbenchHome home;
    private HttpServer server;
    private byte[] served = {};
    private String stated = "";
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger ranged = new AtomicInteger();

    @BeforeEach
    void serve() throws IOException {
        home = new WorkbenchHome(folder.resolve("home"));
        Files.createDirectories(home.models());
        served = TinyModel.build(1, 2, true).bytes();
        stated = sha256(served);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/bartowski/",
                exchange -> {
                    exchange.getResponseHeaders().set("X-Linked-ETag", '"' + stated + '"');
                    exchange.getResponseHeaders()
                            .set("X-Linked-Size", Integer.toString(served.length));
                    exchange.getResponseHeaders().set("Location", "/files/model.gguf");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                });
        server.createContext(
                "/files/",
                exchange -> {
                    String range = exchange.getRequestHeaders().getFirst("Range");
                    int from = 0;
                    if (range != null) {
                        from = Integer.parseInt(range.replaceAll("\\D", ""));
                        ranged.incrementAndGet();
                        exchange.getResponseHeaders()
                                .set("Content-Range", "bytes " + from + "-/" + served.length);
                    }
                    if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.sendResponseHeaders(200, -1);
                    } else {
                        exchange.sendResponseHeaders(from > 0 ? 206 : 200, served.length - from);
                        boolean cut = cuts.getAndDecrement() > 0;
                        int count = cut ? served.length / 3 : served.length - from;
                        exchange.getResponseBody().write(served, from, count);
                        if (cut) {
                            exchange.getResponseBody().flush();
                            throw new IOException("cut");
                        }
                    }
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String sha256(byte[] bytes) throws IOException {
        return Digests.sha256Hex(Files.write(folder.resolve("hashed"), bytes), Progress.none());
    }

    private Path fetch(String id) throws IOException {
        String hub = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ModelFetcher(home, Progress.none(), hub).fetch(Catalogue.bundled().get(id));
    }

    @Test
    void theHubsOwnHashIsTakenAndAnyFormatCanBeHad() throws IOException {
        assertThat(fetch(ID))
                .hasBinaryContent(served)
                .hasFileName("Mistral-7B-Instruct-v0.3-Q4_K_M.gguf");
        assertThat(fetch(ID + ":q8_0")).hasFileName("Mistral-7B-Instruct-v0.3-Q8_0.gguf");
    }

    @Test
    void aCutIsContinuedWhereItWas() throws IOException {
        cuts.set(1);
        assertThat(fetch(ID)).hasBinaryContent(served);
        assertThat(ranged.get()).isPositive();
    }

    @Test
    void anotherFileThanTheHubStatesIsRefused() {
        stated = "0".repeat(64);
        assertThatThrownBy(() -> fetch(ID))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
        assertThat(home.models().resolve("Mistral-7B-Instruct-v0.3-Q4_K_M.gguf")).doesNotExist();
    }

    @Test
    void whatStatesNoHashIsRefused() {
        stated = "W/nothing";
        assertThatThrownBy(() -> fetch(ID)).hasMessageContaining("states no sha256");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> fetch("codellama-7b-instruct"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.MISSING))
                .hasMessageContaining("codellama-7b-instruct.Q4_K_M.gguf");
    }

    @Test
    void aFolderIsAMirrorToo() throws IOException {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Path file = mirror.resolve("Mistral-7B-Instruct-v0.3-Q4_K_M.gguf");
        Files.write(file, served);
        CatalogueEntry entry = Catalogue.bundled().get(ID);
        assertThat(new ModelFetcher(home, Progress.none(), mirror.toString()).fetch(entry))
                .hasBinaryContent(served);
        assertThatThrownBy(
                        () ->
                                new ModelFetcher(home, Progress.none(), mirror.toString())
                                        .fetch(Catalogue.bundled().get(ID + ":Q8_0")))
                .hasMessageContaining("Q8_0.gguf");
    }

    @Test
    void everyEntryIsDescribed() {
        for (CatalogueEntry entry : Catalogue.bundled().models()) {
            assertThat(entry.network().parameters()).as(entry.id()).isPositive();
            assertThat(entry.notes()).as(entry.id()).isNotEmpty();
            assertThat(entry.fileName()).doesNotContain("{");
            assertThat(entry.quantizations()).contains(entry.quantization());
            QuantizationType.of(entry.quantization());
            assertThat(entry.network().heads() % entry.network().keyHeads()).isZero();
            assertThat(entry.memoryBytes(4096))
                    .isGreaterThan(entry.expectedBytes() + entry.network().cacheBytes(4096));
        }
        assertThat(Catalogue.bundled().get("qwen2.5-coder-7b-instruct:Q8_0").fileName())
                .isEqualTo("qwen2.5-coder-7b-instruct-q8_0.gguf");
        assertThatThrownBy(() -> Catalogue.bundled().get("phi-4:Q9")).hasMessageContaining("Q9");
        assertThatThrownBy(() -> Catalogue.bundled().get("codelama-7b-instruct"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("codellama-7b-instruct"));
    }

    /** 7.25 billion weights of 4.9 bits, and 2 · 32 · 8 · 128 values of two bytes a token. */
    @Test
    void memoryFollowsFromTheMake() {
        CatalogueEntry entry = Catalogue.bundled().get(ID);
        assertThat(entry.network().cacheBytes(4096)).isEqualTo(536_870_912L);
        assertThat(entry.expectedBytes()).isBetween(4_300_000_000L, 4_600_000_000L);
    }

    @Test
    void aMirrorThatIsNoneIsSaid() {
        CatalogueEntry entry = Catalogue.bundled().get(ID);
        for (String mirror : new String[] {"http://a b", "ftp://host", "file:///tmp"}) {
            assertThatThrownBy(() -> new ModelFetcher(home, Progress.none(), mirror).fetch(entry))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                    .hasMessageContaining("is no address of a hub");
        }
    }

    @Test
    void anInterruptedCopyLeavesNothing() throws IOException {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        Files.write(mirror.resolve("Mistral-7B-Instruct-v0.3-Q4_K_M.gguf"), served);
        CatalogueEntry entry = Catalogue.bundled().get(ID);
        ModelFetcher fetcher =
                new ModelFetcher(
                        home,
                        (phase, done, total, unit) -> Thread.currentThread().interrupt(),
                        mirror.toString());
        assertThatThrownBy(() -> fetcher.fetch(entry))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(home.models()).isEmptyDirectory();
    }

    /** What a hub says before it sends anything is foreign, too. */
    @Test
    void headsOfHubsThatSayNonsenseAreRefused() {
        record Head(String name, String value, int status, String told) {}
        for (Head head :
                new Head[] {
                    new Head("Location", "mailto:x", 302, "leads to no address: 'mailto:x'"),
                    new Head("Location", "http://[", 302, "leads to no address"),
                    new Head("X-Nothing", "", 302, "leads to no address: ''"),
                    new Head("X-Linked-Size", "many", 200, "states no sha256 and size"),
                    new Head("X-Linked-Size", "9".repeat(30), 200, "states no sha256 and size"),
                    new Head("X-Nothing", "", 401, "status 401"),
                }) {
            server.removeContext("/bartowski/");
            server.createContext(
                    "/bartowski/",
                    exchange -> {
                        if (!head.value().isEmpty()) {
                            exchange.getResponseHeaders().set(head.name(), head.value());
                        }
                        exchange.sendResponseHeaders(head.status(), -1);
                        exchange.close();
                    });
            assertThatThrownBy(() -> fetch(ID))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e -> {
                                assertThat(e.category()).isEqualTo(Category.RESOURCE);
                                assertThat(e.userMessage().lines()).hasSize(2);
                            })
                    .hasMessageContaining(head.told());
        }
    }
}
