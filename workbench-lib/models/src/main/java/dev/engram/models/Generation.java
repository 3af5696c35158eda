package dev.engram.models;

import java.util.function.Consumer;

/**
 * A running generation. It advances whether or not anybody listens. Thread-safe; one thread at a
 * time reads the tokens.
 */
public interface Generation {

    /**
     * Hands over each piece of text as it is generated and returns when it has ended. Pieces are
     * whole characters, a stop text never shows. Interrupting the calling thread cancels the
     * generation.
     *
     * @return the result, its text being all pieces in order
     * @throws dev.engram.base.WorkbenchException INTERRUPTED if the thread was interrupted, or why
     *     the generation failed
     */
    GenerationResult forEachToken(Consumer<String> sink);

    /** Waits for the end, without the pieces. Otherwise as {@link #forEachToken}. */
    GenerationResult result();

    /** Ends it as soon as possible, also inside a long prompt; returns at once. */
    void cancel();

    /** Whether it has ended. */
    boolean done();
}
