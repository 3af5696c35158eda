package dev.engram.base.fetch.internal;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** One file over HTTP, continued where an earlier attempt ended. */
public final class ResumedDownload {

    private static final int ATTEMPTS = 4;
    private static final int BUFFER_BYTES = 1 << 17;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

    private final URI uri;
    private final long sizeBytes;
    private final Progress progress;
    private final Duration pause;
    private final Duration stallLimit;

    /**
     * @param sizeBytes the size the file must have
     * @param pause how long to wait before another attempt
     * @param stallLimit after how long without a byte the connection counts as lost
     */
    public ResumedDownload(
            URI uri, long sizeBytes, Progress progress, Duration pause, Duration stallLimit) {
        this.uri = uri;
        this.sizeBytes = sizeBytes;
        this.progress = progress;
        this.pause = pause;
        this.stallLimit = stallLimit;
    }

    /** Downloads into {@code folder}; a part left there by an earlier attempt is continued. */
    public Path fetchInto(Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve(fileName(uri));
        try (HttpClient client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build()) {
            for (int attempt = 1; ; attempt++) {
                long had = Files.exists(file) ? Files.size(file) : 0;
                if (had == sizeBytes) {
                    return file;
                }
                requireSpace(folder, had);
                try {
                    continueAt(client, file, had > sizeBytes ? 0 : had);
                } catch (IOException e) {
                    if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
                        throw new InterruptedException();
                    }
                    long has = Files.exists(file) ? Files.size(file) : 0;
                    // Progress earns more attempts; a host that gives nothing is given up on.
                    if (attempt >= ATTEMPTS || has <= had) {
                        throw unreachable(e, has);
                    }
                    Thread.sleep(pause);
                }
            }
        }
    }

    private void continueAt(HttpClient client, Path file, long from)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(RESPONSE_TIMEOUT).GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean continues =
                    response.statusCode() == 206
                            && response.headers()
                                    .firstValue("Content-Range")
                                    .orElse("")
                                    .startsWith("bytes " + from + "-");
            requireExpectedSize(response);
            if (!continues && response.statusCode() != 200) {
                throw WorkbenchException.resource(
                        "%s answered with status %d".formatted(uri, response.statusCode()),
                        "check that the address can be reached from here",
                        null);
            }
            AtomicLong lastNanos = new AtomicLong(System.nanoTime());
            Thread watchdog = Thread.ofVirtual().start(() -> closeWhenStalled(body, lastNanos));
            try {
                copy(body, file, continues ? from : 0, lastNanos);
            } finally {
                watchdog.interrupt();
            }
        }
    }

    /**
     * Where the server says how long its file is, another length is told before any of it comes.
     */
    private void requireExpectedSize(HttpResponse<?> response) {
        long served =
                switch (response.statusCode()) {
                    case 200 -> number(header(response, "Content-Length"));
                    case 206, 416 ->
                            number(header(response, "Content-Range").replaceAll(".*/", ""));
                    default -> -1;
                };
        boolean coded =
                response.statusCode() == 200 && !header(response, "Content-Encoding").isEmpty();
        if (served >= 0 && served != sizeBytes && !coded) {
            throw WorkbenchException.damaged(
                    "%s has %d bytes, expected %d".formatted(uri, served, sizeBytes),
                    "the address no longer serves the pinned file");
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private void closeWhenStalled(InputStream body, AtomicLong lastNanos) {
        try {
            while (System.nanoTime() - lastNanos.get() < stallLimit.toNanos()) {
                Thread.sleep(stallLimit.dividedBy(10));
            }
            body.close();
        } catch (InterruptedException | IOException e) {
            return; // The copy ended, or the connection is gone already.
        }
    }

    private void copy(InputStream body, Path file, long from, AtomicLong lastNanos)
            throws IOException {
        long done = from;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (OutputStream out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        from > 0
                                ? StandardOpenOption.APPEND
                                : StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                Interrupts.check("the download of %s goes on from %d bytes".formatted(uri, done));
                if (done + n > sizeBytes) {
                    throw WorkbenchException.damaged(
                            "%s is larger than the expected %d bytes".formatted(uri, sizeBytes),
                            "the address no longer serves the pinned file");
                }
                out.write(buffer, 0, n);
                lastNanos.set(System.nanoTime());
                done += n;
                progress.update(
                        "downloading " + file.getFileName(), done, sizeBytes, Progress.Unit.BYTES);
            }
        }
        if (done < sizeBytes) {
            throw new IOException(
                    "the connection ended after %d of %d bytes".formatted(done, sizeBytes));
        }
    }

    private void requireSpace(Path folder, long had) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < sizeBytes - had) {
            throw WorkbenchException.resource(
                    "no space left: %s needs %d MB, %s has %d MB free"
                            .formatted(uri, (sizeBytes - had) >> 20, folder, free >> 20),
                    "free some space or set WORKBENCH_HOME to another disk",
                    null);
        }
    }

    private WorkbenchException unreachable(IOException e, long has) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return WorkbenchException.resource(
                "could not download %s: %s".formatted(uri, reason),
                "check the network, then run the same command again: it goes on from %d of %d bytes"
                        .formatted(has, sizeBytes),
                e);
    }

    /** The last part of the address's path, without anything a file system might trip over. */
    static String fileName(URI uri) {
        String path = String.valueOf(uri.getPath());
        String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.isEmpty() || name.startsWith(".") ? "file" + name : name;
    }
}
