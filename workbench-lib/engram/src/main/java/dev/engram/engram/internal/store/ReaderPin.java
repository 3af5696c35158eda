package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that a snapshot is being read, so that nothing it needs is removed. Each snapshot owns one
 * byte of the file {@code readers}, by the beginning of its id; readers share an operating system
 * lock on it, and who removes the snapshot first takes the same lock alone. The locks end with
 * their process, however that ends, so no stale pin can be left. Thread-safe.
 *
 * <p>Closing a file drops all POSIX locks that the process has on it, so this JVM opens each such
 * file once, and counts its readers itself.
 */
public final class ReaderPin implements Closeable {

    /** The files that this JVM has open; guards all that is in it too. */
    private static final Map<Path, Opened> OPEN = new HashMap<>();

    private static final class Opened {
        private final FileChannel channel;
        private final Map<Long, Held> held = new HashMap<>();

        Opened(FileChannel channel) {
            this.channel = channel;
        }
    }

    private static final class Held {
        private final FileLock lock;
        private final boolean alone;
        private int holders = 1;

        Held(FileLock lock, boolean alone) {
            this.lock = lock;
            this.alone = alone;
        }
    }

    private final @Nullable Path key;
    private final long position;
    private boolean closed;

    private ReaderPin(@Nullable Path key, long position) {
        this.key = key;
        this.position = position;
    }

    /**
     * Pins a snapshot for reading. Afterwards the root must be read again: a snapshot that it still
     * names stays until the pin is closed. Where no lock can be had, as on a medium that cannot be
     * written, the pin protects nothing, and nobody can remove anything either.
     *
     * @return the pin, or empty if the snapshot is being removed
     */
    public static Optional<ReaderPin> hold(StoreLayout layout, Id snapshot) {
        try {
            return take(layout, snapshot, false);
        } catch (IOException | OverlappingFileLockException e) {
            return Optional.of(new ReaderPin(null, 0));
        }
    }

    /**
     * Takes the right to remove a snapshot that the root no longer names.
     *
     * @return empty if somebody reads it
     */
    public static Optional<ReaderPin> alone(StoreLayout layout, Id snapshot) throws IOException {
        try {
            return take(layout, snapshot, true);
        } catch (OverlappingFileLockException | NonWritableChannelException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReaderPin> take(StoreLayout layout, Id snapshot, boolean alone)
            throws IOException {
        Path key = layout.folder().toRealPath().resolve(layout.readers().getFileName());
        long position = snapshot.a() >>> 2;
        synchronized (OPEN) {
            Opened opened = OPEN.get(key);
            if (opened == null) {
                opened = new Opened(open(key));
                OPEN.put(key, opened);
            }
            boolean taken = false;
            try {
                Held held = opened.held.get(position);
                if (held != null) {
                    taken = !alone && !held.alone;
                    held.holders += taken ? 1 : 0;
                } else {
                    FileLock lock = opened.channel.tryLock(position, 1, !alone);
                    if (lock != null) {
                        opened.held.put(position, new Held(lock, alone));
                        taken = true;
                    }
                }
            } finally {
                closeUnused(key, opened);
            }
            return taken ? Optional.of(new ReaderPin(key, position)) : Optional.empty();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    private static void closeUnused(Path key, Opened opened) throws IOException {
        if (opened.held.isEmpty()) {
            OPEN.remove(key);
            opened.channel.close();
        }
    }

    /** Lets go of the snapshot. */
    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (closed || key == null) {
                return;
            }
            closed = true;
            Opened opened = OPEN.get(key);
            Held held = opened == null ? null : opened.held.get(position);
            if (opened == null || held == null) {
                throw new IllegalStateException("a pin that is not held: " + key);
            }
            held.holders--;
            if (held.holders == 0) {
                opened.held.remove(position);
                held.lock.release();
                closeUnused(key, opened);
            }
        }
    }
}
