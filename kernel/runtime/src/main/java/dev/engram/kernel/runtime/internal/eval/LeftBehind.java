package dev.engram.kernel.runtime.internal.eval;

import java.io.Serial;

/** The code of a cell did not react to being stopped; its thread goes on without the cell. */
final class LeftBehind extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    LeftBehind() {
        super("left behind", null, false, false);
    }
}
