package dev.engram.kernel.runtime.internal.cell;

import java.io.Serial;

/** Thrown where the code of a cell calls {@code System.exit}: the kernel goes on. */
public final class CellExit extends Error {

    @Serial private static final long serialVersionUID = 1L;

    private final int status;

    public CellExit(int status) {
        super("System.exit(" + status + ") in a cell: the kernel goes on", null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
