package dev.engram.engram.documents.internal;

import dev.engram.base.Interrupts;
import dev.engram.engram.documents.DocumentLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Watches over one reading: time, interrupts, the text that came out. Used by one thread. */
public final class Budget {

    private final DocumentLimits limits;
    private final LongSupplier nanos;
    private final long start;
    private long characters;
    private int ticks;

    public Budget(DocumentLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    public DocumentLimits limits() {
        return limits;
    }

    /** Cheap enough for inner loops: looks at the clock once in 256 calls. */
    public void tick() throws RefusedException {
        if ((++ticks & 255) == 0) {
            check();
        }
    }

    /**
     * @throws RefusedException when the time is up
     * @throws dev.engram.base.WorkbenchException when the thread was interrupted
     */
    public void check() throws RefusedException {
        Interrupts.check("the document was not read to its end");
        if (nanos.getAsLong() - start > limits.time().toNanos()) {
            throw new RefusedException(
                    "reading took more than " + limits.time().toSeconds() + " s");
        }
    }

    /** Counts text that came out. */
    public void produced(long count) throws RefusedException {
        characters += count;
        if (characters > limits.maxCharacters()) {
            throw new RefusedException(
                    "holds more than " + limits.maxCharacters() + " characters of text");
        }
    }

    /** Refuses nesting beyond the limit. */
    public void depth(int depth) throws RefusedException {
        if (depth > limits.maxDepth()) {
            throw new RefusedException("is nested more than " + limits.maxDepth() + " levels deep");
        }
    }

    /** The same bytes, but reading stops when the time is up. */
    public InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                tick();
                return super.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                check();
                return super.read(target, offset, length);
            }
        };
    }
}
