package dev.engram.engram.semantic;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to write, held by one owner on the machine: a lock of the operating system, which ends
 * with the process. Within a process a set of paths stands before it, because there closing any
 * handle of a file would give up the lock of another.
 */
final class WriterClaim implements AutoCloseable {

    private static final Set<Path> TAKEN = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private WriterClaim(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the claim, or gives nothing where somebody has it. */
    static @Nullable WriterClaim take(Path lockFile) throws IOException {
        Path file = lockFile.toAbsolutePath().normalize();
        synchronized (TAKEN) {
            if (TAKEN.contains(file)) {
                return null;
            }
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return null;
            }
            TAKEN.add(file);
            return new WriterClaim(file, channel);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (TAKEN) {
            TAKEN.remove(file);
            channel.close();
        }
    }
}
