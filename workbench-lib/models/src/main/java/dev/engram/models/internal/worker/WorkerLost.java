package dev.engram.models.internal.worker;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.Serial;

/** The worker died, hangs, or cannot be reached: the request may be asked again of another. */
final class WorkerLost extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    WorkerLost(String message) {
        super(message);
    }

    /** When no further worker is tried. */
    WorkbenchException forUser() {
        return WorkbenchException.resource(
                getMessage() + ", nor did the one after it",
                "the log is worker.log in the logs of the workbench; or use --host in-process",
                this);
    }

    /** What a failed exchange means: lost if the connection failed, not if the worker answered. */
    static RuntimeException of(WorkbenchException e) {
        return e.getCause() instanceof IOException
                ? new WorkerLost(String.valueOf(e.getMessage()))
                : e;
    }
}
