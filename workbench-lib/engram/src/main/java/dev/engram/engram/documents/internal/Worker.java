package dev.engram.engram.documents.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentLimits;
import dev.engram.engram.documents.DocumentResult;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One worker process as its parent sees it. Used by one thread at a time; a worker that overran its
 * time, its memory, or was interrupted is killed and {@link #isAlive} no more.
 */
public final class Worker implements AutoCloseable {

    private static final long GRACE_MILLIS = 2000;
    private static final int OUT_OF_MEMORY = 3;

    private final DocumentLimits limits;
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean closed;

    public Worker(DocumentLimits limits) throws IOException {
        this.limits = limits;
        this.process = WorkerCommand.start(limits.workerMegabytes());
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
        this.out =
                new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    public boolean isAlive() {
        return !closed && process.isAlive();
    }

    /**
     * Reads one document.
     *
     * @throws WorkbenchException when the calling thread is interrupted
     */
    public DocumentResult read(DocumentFormat format, byte[] content) {
        CompletableFuture<DocumentResult> answer = new CompletableFuture<>();
        Thread exchange =
                Thread.ofPlatform()
                        .daemon()
                        .name("document-worker")
                        .start(() -> exchange(new Wire.Request(format, content, limits), answer));
        try {
            return answer.get(limits.time().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            close();
            return new DocumentResult.Unreadable(
                    "reading took more than " + limits.time().toSeconds() + " s");
        } catch (InterruptedException e) {
            close();
            exchange.interrupt();
            throw WorkbenchException.interrupted("the document was not read to its end");
        } catch (ExecutionException e) {
            return new DocumentResult.Unreadable(deathReason());
        }
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
    }

    private void exchange(Wire.Request request, CompletableFuture<DocumentResult> answer) {
        try {
            Wire.write(out, request);
            answer.complete(Wire.readResult(in));
        } catch (IOException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private String deathReason() {
        closed = true;
        try {
            if (process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    && process.exitValue() == OUT_OF_MEMORY) {
                return "reading needs more than " + limits.workerMegabytes() + " MB of memory";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        return "its reader broke down";
    }
}
