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

    /** What a failed exchange means: lost if the connection failed, not if the worker answered. */
    static RuntimeException of(WorkbenchException e) {
        return e.getCause() instanceof IOException
                ? new WorkerLost(String.valueOf(e.getMessage()))
                : e;
    }
}
