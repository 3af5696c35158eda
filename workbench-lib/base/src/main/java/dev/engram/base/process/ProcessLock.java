package dev.engram.base.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock on a file, held against other threads and other processes; a killed process loses it.
 * Belongs to the thread that took it. The lock file stays behind, empty.
 */
public final class ProcessLock implements AutoCloseable {

    private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();
    private static final long POLL_MILLIS = 100;

    private final ReentrantLock inProcess;
    private final FileChannel channel;
    private boolean closed;

    private ProcessLock(ReentrantLock inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /**
     * Waits for the lock and takes it.
     *
     * @param file the lock file; its folder is made
     * @param onWait called once if somebody else holds it
     * @throws InterruptedException if this thread is interrupted while it waits
     * @throws IllegalStateException if this thread holds it already
     */
    public static ProcessLock take(Path file, Runnable onWait)
            throws IOException, InterruptedException {
        Path given = file.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(given.getParent(), "a lock needs a file");
        Files.createDirectories(folder);
        // One name for one file, whichever link leads there: the system drops the lock of a process
        // as soon as any of its channels to the file is closed.
        Path absolute = folder.toRealPath().resolve(given.getFileName());
        ReentrantLock inProcess = IN_PROCESS.computeIfAbsent(absolute, p -> new ReentrantLock());
        if (inProcess.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread holds " + absolute + " already");
        }
        boolean told = false;
        if (!inProcess.tryLock()) {
            onWait.run();
            told = true;
            inProcess.lockInterruptibly();
        }
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            while (lock == null) {
                if (!told) {
                    onWait.run();
                    told = true;
                }
                Thread.sleep(POLL_MILLIS);
                lock = channel.tryLock();
            }
            return new ProcessLock(inProcess, channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            inProcess.unlock();
            throw e;
        }
    }

    /** Gives it back; only the first call counts. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } finally {
            inProcess.unlock();
        }
    }
}
