package dev.engram.base.fetch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.fetch.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server whose replies are laid ready one by one. */
@Timeout(60)
class ResumedDownloadTest {

    private static final int SIZE = 50_000;

    /** One reply; without one laid ready the server sends all that is asked for. */
    @FunctionalInterface
    private interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    @TempDir private Path folder;
    private final byte[] content = new byte[SIZE];
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        new Random(3).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file.bin");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        Reply reply;
        synchronized (replies) {
            reply = replies.poll();
        }
        try (exchange) {
            (reply == null ? cutAfter(content, SIZE) : reply).to(exchange);
        }
    }

    /** A server that knows ranges and breaks off after so many bytes. */
    private static Reply cutAfter(byte[] content, int bytes) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            int to = Math.min(from + bytes, content.length);
            exchange.getResponseBody().write(content, from, to - from);
            exchange.getResponseBody().flush();
        };
    }

    private Path download(int size) throws IOException, InterruptedException {
        return new ResumedDownload(
                        uri, size, Progress.none(), Duration.ofMillis(1), Duration.ofSeconds(30))
                .fetchInto(Files.createDirectories(folder.resolve("parts")));
    }

    private WorkbenchException refused(int size) {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> download(size));
        assertThat(refusal.userMessage().lines()).hasSize(2);
        return refusal;
    }

    /** Wherever the connection breaks, and whatever an earlier run left: the file comes whole. */
    @Test
    void anyThreeBreaksAndAnyBeginningGiveTheSameFile() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int had = random.nextInt(SIZE / 4);
            Path part = Files.createDirectories(folder.resolve("parts")).resolve("file.bin");
            Files.write(part, Arrays.copyOf(content, had));
            for (int i = 0; i < 3; i++) {
                replies.add(cutAfter(content, 1 + random.nextInt(SIZE / 4)));
            }
            assertThat(download(SIZE)).as("seed " + seed).hasBinaryContent(content);
            assertThat(replies).isEmpty();
            assertThat(ranges.getFirst()).isEqualTo(had == 0 ? "null" : "bytes=" + had + "-");
            ranges.clear();
        }
    }

    @Test
    void aShorterFileThanPinnedIsTheWrongFileNotABadConnection() {
        replies.add(cutAfter(Arrays.copyOf(content, 100), 100));
        WorkbenchException refusal = refused(SIZE);
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(refusal).hasMessageContaining("has 100 bytes, expected 50000");
        assertThat(folder.resolve("parts/file.bin")).doesNotExist();
    }

    @Test
    void aFileThatShrankSinceTheLastAttemptIsNamedWithBothSizes() throws IOException {
        Files.write(
                Files.createDirectories(folder.resolve("parts")).resolve("file.bin"),
                Arrays.copyOf(content, 200));
        replies.add(cutAfter(Arrays.copyOf(content, 150), 150));
        WorkbenchException refusal = refused(SIZE);
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(refusal).hasMessageContaining("has 150 bytes, expected 50000");
    }

    @Test
    void aPartThatIsLongerThanTheFileIsBegunAnew() throws Exception {
        Path part = Files.createDirectories(folder.resolve("parts")).resolve("file.bin");
        Files.write(part, new byte[SIZE + 1]);
        assertThat(download(SIZE)).hasBinaryContent(content);
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void aServerThatAnswersAnotherRangeIsNotBelieved() throws IOException {
        Files.write(
                Files.createDirectories(folder.resolve("parts")).resolve("file.bin"),
                Arrays.copyOf(content, 200));
        replies.add(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 7-49999/50000");
                    exchange.sendResponseHeaders(206, SIZE - 7);
                    exchange.getResponseBody().write(content, 7, SIZE - 7);
                });
        WorkbenchException refusal = refused(SIZE);
        assertThat(refusal.category()).isEqualTo(Category.RESOURCE);
        assertThat(folder.resolve("parts/file.bin")).hasSize(200);
    }

    @Test
    void aRedirectIsFollowed() throws Exception {
        replies.add(
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "/elsewhere/file.bin");
                    exchange.sendResponseHeaders(302, -1);
                });
        assertThat(download(SIZE)).hasBinaryContent(content);
    }

    @Test
    void anInterruptKeepsThePartAndTheNextRunGoesOnFromIt() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        replies.add(
                exchange -> {
                    exchange.sendResponseHeaders(200, SIZE);
                    exchange.getResponseBody().write(content, 0, 1000);
                    exchange.getResponseBody().flush();
                    sent.countDown();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        CountDownLatch written = new CountDownLatch(1);
        Path parts = Files.createDirectories(folder.resolve("parts"));
        ResumedDownload download =
                new ResumedDownload(
                        uri,
                        SIZE,
                        (phase, done, total, unit) -> written.countDown(),
                        Duration.ofMillis(1),
                        Duration.ofSeconds(30));
        Throwable[] thrown = new Throwable[1];
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        thrown[0] =
                                                new AssertionError(
                                                        "came through: "
                                                                + download.fetchInto(parts));
                                    } catch (Exception e) {
                                        thrown[0] = e;
                                    }
                                });
        sent.await();
        written.await();
        caller.interrupt();
        caller.join();
        over.countDown();
        assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
        assertThat(parts.resolve("file.bin")).hasSize(1000);
        assertThat(download(SIZE)).hasBinaryContent(content);
        assertThat(ranges).containsExactly("null", "bytes=1000-");
    }

    /** The cache's part: a file that changed under way never passes, and spoils no later fetch. */
    @Test
    void contentThatChangesWithinADownloadIsRefusedAndTheNextFetchIsWhole() throws Exception {
        byte[] other = content.clone();
        other[SIZE - 1] ^= 1;
        Pin pin = Pin.sha256(sha256(content));
        DownloadCache cache = new DownloadCache(folder.resolve("cache"), Progress.none());
        replies.add(cutAfter(content, SIZE / 2));
        replies.add(cutAfter(other, SIZE));
        assertThatThrownBy(() -> cache.get("url/x", pin, "try again", this::source))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED))
                .hasMessageContaining(sha256(content));
        assertThat(cache.get("url/x", pin, "try again", this::source)).hasBinaryContent(content);
        assertThat(ranges).containsExactly("null", "bytes=25000-", "null");
    }

    @Test
    void whoeverAsksAtTheSameTimeSharesOneDownload() throws Exception {
        Pin pin = Pin.sha256(sha256(content));
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<Path>> all =
                    Collections.nCopies(4, 0).stream()
                            .map(
                                    i ->
                                            pool.submit(
                                                    () ->
                                                            new DownloadCache(
                                                                            folder.resolve("cache"),
                                                                            Progress.none())
                                                                    .get(
                                                                            "url/x",
                                                                            pin,
                                                                            "",
                                                                            this::source)))
                            .toList();
            for (Future<Path> one : all) {
                assertThat(one.get()).hasBinaryContent(content);
            }
        }
        assertThat(ranges).hasSize(1);
    }

    private Path source(Path into) throws IOException, InterruptedException {
        return new ResumedDownload(
                        uri, SIZE, Progress.none(), Duration.ofMillis(1), Duration.ofSeconds(30))
                .fetchInto(into);
    }

    private String sha256(byte[] bytes) throws IOException {
        return Digests.sha256Hex(Files.write(folder.resolve("original"), bytes), Progress.none());
    }

    @Test
    void fileNamesOfAddressesAreHarmless() {
        assertThat(ResumedDownload.fileName(URI.create("http://h/a/b.gguf?x=1")))
                .isEqualTo("b.gguf");
        assertThat(ResumedDownload.fileName(URI.create("http://h/a/..%2fb c".replace(" ", "%20"))))
                .isEqualTo("b_c");
        assertThat(ResumedDownload.fileName(URI.create("http://h/a/..")))
                .isEqualTo("file..")
                .doesNotContain("/");
        assertThat(ResumedDownload.fileName(URI.create("http://h"))).isEqualTo("file");
        assertThat(ResumedDownload.fileName(URI.create("http://h/.hidden")))
                .isEqualTo("file.hidden");
    }
}
