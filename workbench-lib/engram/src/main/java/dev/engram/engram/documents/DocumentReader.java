package dev.engram.engram.documents;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.documents.internal.Readers;
import dev.engram.engram.documents.internal.Worker;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * Reads documents. PDF, and any large file of a structured format, is read in a child process with
 * bounded heap and time, so that no file can take this process down; the processes start at the
 * first such file and end with {@link #close}. Thread-safe.
 */
public final class DocumentReader implements AutoCloseable {

    /** Larger files are not read, whatever the limits. */
    public static final long MAX_BYTES = DocumentLimits.defaults().maxBytes();

    /** Structured formats up to this size are read in this process. */
    private static final int IN_PROCESS_BYTES = 1 << 20;

    private final DocumentLimits limits;
    private final Semaphore places;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private boolean closed;

    public DocumentReader() {
        this(
                DocumentLimits.defaults(),
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
    }

    /**
     * @param workers how many child processes may run at a time, at least 1
     */
    public DocumentReader(DocumentLimits limits, int workers) {
        this.limits = limits;
        this.places = new Semaphore(Math.max(1, workers));
    }

    /**
     * Reads one document.
     *
     * @param format its format, from {@link DocumentFormat#of}
     * @throws WorkbenchException of category INTERRUPTED when the thread was interrupted, of
     *     category RESOURCE when no child process can be started
     */
    public DocumentResult read(DocumentFormat format, byte[] content) {
        if (content.length > limits.maxBytes()) {
            return new DocumentResult.Unreadable(
                    "is larger than " + (limits.maxBytes() >> 20) + " MiB");
        }
        boolean lines =
                switch (format) {
                    case MARKDOWN, ASCIIDOC, RST, TEXT -> true;
                    case PDF, DOCX, HTML, NOTEBOOK -> false;
                };
        boolean here = lines || format != DocumentFormat.PDF && content.length <= IN_PROCESS_BYTES;
        return here ? Readers.read(format, content, limits) : readByWorker(format, content);
    }

    private DocumentResult readByWorker(DocumentFormat format, byte[] content) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("the document was not read");
        }
        try {
            Worker worker = take();
            try {
                return worker.read(format, content);
            } finally {
                giveBack(worker);
            }
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot start the process that reads documents: " + e.getMessage(),
                    "Free some memory and try again.",
                    e);
        } finally {
            places.release();
        }
    }

    private Worker take() throws IOException {
        synchronized (idle) {
            if (closed) {
                throw new IOException("closed");
            }
            Worker worker = idle.pollFirst();
            if (worker != null && worker.isAlive()) {
                return worker;
            }
        }
        return new Worker(limits);
    }

    private void giveBack(Worker worker) {
        synchronized (idle) {
            if (!closed && worker.isAlive()) {
                idle.addFirst(worker);
                return;
            }
        }
        worker.close();
    }

    /** Ends the child processes. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(Worker::close);
            idle.clear();
        }
    }
}
