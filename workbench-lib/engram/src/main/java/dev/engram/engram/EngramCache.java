package dev.engram.engram;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Open engrams, the least recently used of which are closed. Each is shown at its newest snapshot:
 * whoever asks after a change gets it opened anew, while those who have the old state keep it until
 * they give it back. Thread-safe.
 */
public final class EngramCache implements AutoCloseable {

    /** Engrams that the shared cache keeps open. */
    private static final int SHARED = 8;

    private static final EngramCache ALL = new EngramCache(SHARED);

    private final int most;
    private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /**
     * @param most engrams kept open that nobody uses, at least 1
     */
    public EngramCache(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("room for " + most + " engrams");
        }
        this.most = most;
    }

    /** The one of this process, never closed. */
    public static EngramCache shared() {
        return ALL;
    }

    private static final class Entry {
        private final Engram engram;
        private final Id head;
        private int users;
        private boolean retired;

        private Entry(Engram engram, Id head) {
            this.engram = engram;
            this.head = head;
        }
    }

    /** The right to use an open engram until it is closed. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;
        private boolean given;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        /** The engram; not to be closed. */
        public Engram engram() {
            return entry.engram;
        }

        /** Gives it back; a second time does nothing. */
        @Override
        public void close() throws IOException {
            synchronized (EngramCache.this) {
                if (given) {
                    return;
                }
                given = true;
                entry.users--;
                if (entry.retired && entry.users == 0) {
                    entry.engram.close();
                }
            }
        }
    }

    /**
     * The newest snapshot of an engram, opened unless it is.
     *
     * @throws dev.engram.base.WorkbenchException MISSING or DAMAGED
     */
    public synchronized Lease lease(Path engram) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        Path path = engram.toAbsolutePath().normalize();
        Entry entry = entries.get(path);
        Id head = head(path, entry);
        if (entry == null || !entry.head.equals(head)) {
            if (entry != null) {
                entries.remove(path);
                retire(entry);
            }
            Engram opened = Engram.open(path, head.hex());
            entry = new Entry(opened, head);
            entries.put(path, entry);
            shrink();
        }
        entry.users++;
        return new Lease(entry);
    }

    private Id head(Path path, @org.jspecify.annotations.Nullable Entry entry) throws IOException {
        try {
            return RootFile.read(new StoreLayout(path)).head();
        } catch (IOException | RuntimeException e) {
            if (entry != null) {
                entries.remove(path);
                retire(entry);
            }
            throw e;
        }
    }

    /** Opens engrams before they are asked for; those that cannot be opened say so when asked. */
    public void preload(List<Path> engrams) {
        for (Path engram : engrams) {
            try (Lease lease = lease(engram)) {
                lease.engram().warm();
            } catch (IOException | RuntimeException e) {
                System.getLogger(EngramCache.class.getName())
                        .log(System.Logger.Level.DEBUG, "not preloaded: " + engram, e);
            }
        }
    }

    /** Number of engrams open. */
    public synchronized int size() {
        return entries.size();
    }

    private void shrink() throws IOException {
        Iterator<Entry> oldest = entries.values().iterator();
        int over = entries.size() - most;
        while (over > 0 && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0 && oldest.hasNext()) {
                oldest.remove();
                retire(entry);
                over--;
            }
        }
    }

    private static void retire(Entry entry) throws IOException {
        entry.retired = true;
        if (entry.users == 0) {
            entry.engram.close();
        }
    }

    /** Closes all engrams; those in use when they are given back. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (Entry entry : entries.values()) {
            retire(entry);
        }
        entries.clear();
    }
}
