package dev.engram.base.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.internal.ResumedDownload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on the loopback that cuts, stalls or ignores ranges as a test tells it to. */
class UrlDownloadTest {

    private static final int SIZE = 300_000;

    private enum Mode {
        WHOLE,
        CUT_IN_THE_MIDDLE,
        STALL_IN_THE_MIDDLE,
        IGNORE_RANGES,
        NOT_FOUND
    }

    @TempDir private Path folder;
    private final byte[] content = new byte[SIZE];
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.WHOLE;
    private HttpServer server;
    private URI uri;
    private String sha256;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/file.bin", this::serve);
        server.start();
        uri =
                URI.create(
                        "http://%s:%d/file.bin"
                                .formatted(
                                        server.getAddress().getAddress().getHostAddress(),
                                        server.getAddress().getPort()));
        Path file = folder.resolve("original");
        Files.write(file, content);
        sha256 = Digests.sha256Hex(file, Progress.none());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        Mode now = mode;
        if (now == Mode.NOT_FOUND) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int from = 0;
        if (range != null && now != Mode.IGNORE_RANGES) {
            from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, SIZE - 1, SIZE));
        }
        exchange.sendResponseHeaders(
                range != null && now != Mode.IGNORE_RANGES ? 206 : 200, SIZE - from);
        boolean half = now == Mode.CUT_IN_THE_MIDDLE || now == Mode.STALL_IN_THE_MIDDLE;
        int to = half ? from + (SIZE - from) / 2 : SIZE;
        exchange.getResponseBody().write(content, from, to - from);
        exchange.getResponseBody().flush();
        if (now == Mode.STALL_IN_THE_MIDDLE) {
            mode = Mode.WHOLE;
            return; // The connection stays open and silent.
        }
        exchange.close();
    }

    private PackageFetcher fetcher() {
        return new PackageFetcher(
                new WorkbenchHome(folder.resolve("home")), Progress.none(), Map.of());
    }

    private ResumedDownload patient() {
        return new ResumedDownload(
                uri, SIZE, Progress.none(), Duration.ofMillis(1), Duration.ofMillis(500));
    }

    @Test
    void downloadsOnceAndThenNeedsNoServer() throws IOException {
        Path file = fetcher().url(uri, SIZE, sha256);
        assertThat(file).hasBinaryContent(content);
        server.stop(0);
        assertThat(fetcher().url(uri, SIZE, sha256)).isEqualTo(file);
    }

    @Test
    void goesOnAfterACutConnection() throws Exception {
        mode = Mode.CUT_IN_THE_MIDDLE;
        Path parts = Files.createDirectories(folder.resolve("parts"));
        assertThatThrownBy(() -> patient().fetchInto(parts)).isInstanceOf(WorkbenchException.class);
        assertThat(ranges).hasSize(4).doesNotHaveDuplicates();
        mode = Mode.WHOLE;
        assertThat(patient().fetchInto(parts)).hasBinaryContent(content);
        assertThat(ranges.getLast()).startsWith("bytes=").isNotEqualTo("bytes=0-");
    }

    @Test
    void aSilentConnectionIsLeftAndContinued() throws Exception {
        mode = Mode.STALL_IN_THE_MIDDLE;
        Path parts = Files.createDirectories(folder.resolve("parts"));
        assertThat(patient().fetchInto(parts)).hasBinaryContent(content);
        assertThat(ranges).hasSize(2);
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoRanges() throws Exception {
        mode = Mode.IGNORE_RANGES;
        Path parts = Files.createDirectories(folder.resolve("parts"));
        Files.write(parts.resolve("file.bin"), Arrays.copyOf(content, 1000));
        assertThat(patient().fetchInto(parts)).hasBinaryContent(content);
    }

    @Test
    void aDamagedPartFromAnEarlierAttemptIsThrownAwayAndFetchedAnew() throws IOException {
        Path file = fetcher().url(uri, SIZE, sha256);
        Path whole = file.getParent();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Files.createDirectories(part);
        Files.write(part.resolve("file.bin"), new byte[1000]);
        Files.delete(file);
        Files.delete(whole);
        ranges.clear();
        assertThat(fetcher().url(uri, SIZE, sha256)).hasBinaryContent(content);
        assertThat(ranges).containsExactly("bytes=1000-", "null");
    }

    @Test
    void aWrongHashIsDamagedAndNamesBoth() {
        String wrong = "f".repeat(64);
        assertThatThrownBy(() -> fetcher().url(uri, SIZE, wrong))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED))
                .hasMessageContaining(wrong)
                .hasMessageContaining(sha256);
    }

    @Test
    void aLongerFileThanPinnedIsDamagedWithoutReadingItAll() {
        assertThatThrownBy(() -> fetcher().url(uri, 10, sha256))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
    }

    @Test
    void anUnreachableServerIsAResourceProblem() {
        server.stop(0);
        assertThatThrownBy(() -> fetcher().url(uri, SIZE, sha256))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(Category.RESOURCE);
                            assertThat(e.userMessage().lines()).hasSize(2);
                        });
    }

    @Test
    void aMissingFileIsToldWithItsStatus() {
        mode = Mode.NOT_FOUND;
        assertThatThrownBy(() -> fetcher().url(uri, SIZE, sha256)).hasMessageContaining("404");
    }

    @Test
    void noSpaceIsToldBeforeAnythingIsFetched() {
        assertThatThrownBy(() -> fetcher().url(uri, Long.MAX_VALUE, sha256))
                .hasMessageContaining("no space left");
        assertThat(ranges).isEmpty();
    }
}
