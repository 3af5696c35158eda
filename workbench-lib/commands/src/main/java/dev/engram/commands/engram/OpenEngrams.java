package dev.engram.commands.engram;

import dev.engram.engram.Engram;
import dev.engram.engram.EngramCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Engrams taken from the process' cache for one call. For one thread. */
public final class OpenEngrams implements AutoCloseable {

    private final List<EngramCache.Lease> leases = new ArrayList<>();

    /**
     * Opens engrams, or takes them as they are open.
     *
     * @throws dev.engram.base.WorkbenchException MISSING or DAMAGED
     */
    public static OpenEngrams of(List<Path> paths) throws IOException {
        OpenEngrams open = new OpenEngrams();
        try {
            for (Path path : paths) {
                open.add(path);
            }
            return open;
        } catch (IOException | RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** Opens another one; it stays open until this is closed. */
    public Engram add(Path path) throws IOException {
        EngramCache.Lease lease = EngramCache.shared().lease(path);
        leases.add(lease);
        return lease.engram();
    }

    /** In the order they were asked for. */
    public List<Engram> engrams() {
        return leases.stream().map(EngramCache.Lease::engram).toList();
    }

    @Override
    public void close() throws IOException {
        for (EngramCache.Lease lease : leases) {
            lease.close();
        }
    }
}
