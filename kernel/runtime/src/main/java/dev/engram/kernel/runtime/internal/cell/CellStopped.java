package dev.engram.kernel.runtime.internal.cell;

import java.io.Serial;

/** Thrown into the code of a cell that the user interrupted. An error, so that few catch it. */
public final class CellStopped extends Error {

    @Serial private static final long serialVersionUID = 1L;

    CellStopped() {
        super("interrupted", null, false, false);
    }
}
