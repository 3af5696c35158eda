package dev.engram.kernel.runtime.internal.cell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** {@code System.in} of cells: each line is asked of the user when it is read. Thread-safe. */
public final class CellInput extends InputStream {

    private final Questions questions;
    private byte[] line = new byte[0];
    private int at;

    public CellInput(Questions questions) {
        this.questions = questions;
    }

    /** Drops what is left of the last answer, so that a new cell starts with a question. */
    public synchronized void clear() {
        at = line.length;
    }

    @Override
    public synchronized int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == line.length && !fill()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public synchronized int available() {
        return line.length - at;
    }

    private boolean fill() throws IOException {
        Execution execution = Execution.current();
        if (execution == null) {
            return false;
        }
        try {
            line = (questions.ask(execution, "", false) + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(e);
            throw stopped;
        }
    }
}
