package dev.engram.models.internal.worker;

import dev.engram.base.WorkbenchException;
import dev.engram.models.internal.EngineModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Models that programs hold open in the worker. A program that ended without closing them loses
 * them. Thread-safe.
 */
final class WorkerHandles {

    private record Handle(EngineModel model, long pid) {}

    private final Map<String, Handle> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    String add(EngineModel model, long pid) {
        String id = "h" + last.incrementAndGet();
        open.put(id, new Handle(model, pid));
        return id;
    }

    /**
     * @throws WorkbenchException MISSING if it is not open
     */
    EngineModel get(String id) {
        Handle handle = open.get(id);
        if (handle == null) {
            throw WorkbenchException.missing(
                    "no model is open as '" + id + "'", "open it first: /engram/open");
        }
        return handle.model();
    }

    void close(String id) {
        Handle handle = open.remove(id);
        if (handle != null) {
            handle.model().close();
        }
    }

    /** Closes what belongs to programs that have ended. */
    void closeAbandoned() {
        open.forEach(
                (id, handle) -> {
                    if (!ProcessHandle.of(handle.pid()).map(ProcessHandle::isAlive).orElse(false)) {
                        close(id);
                    }
                });
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}
