package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to change an engram. The lock is the operating system's, so that it ends with its
 * owner, however that ends; the record in the file says who has it.
 */
public final class WriterLock implements Closeable {

    /**
     * Files locked by this JVM. Opening and closing such a file a second time would release its
     * POSIX lock, so a second attempt must not get that far.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path key;

    private WriterLock(FileChannel channel, Path key) {
        this.channel = channel;
        this.key = key;
    }

    /**
     * @throws WorkbenchException RESOURCE, naming the owner, if another writer is at work
     */
    public static WriterLock take(StoreLayout layout) throws IOException {
        Path key = layout.folder().toRealPath().resolve("lock");
        if (!HELD.add(key)) {
            throw busy(layout, "another task of this process");
        }
        try {
            return new WriterLock(open(layout), key);
        } catch (IOException | RuntimeException e) {
            HELD.remove(key);
            throw e;
        }
    }

    private static FileChannel open(StoreLayout layout) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        layout.lock(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (lock == null) {
            String owner = owner(channel);
            channel.close();
            throw busy(layout, owner);
        }
        byte[] record =
                ("process "
                                + ProcessHandle.current().pid()
                                + " since "
                                + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(record), 0);
        return channel;
    }

    private static WorkbenchException busy(StoreLayout layout, String owner) {
        return WorkbenchException.resource(
                layout.folder() + " is being written by " + owner,
                "wait until it has ended, or stop it; readers are not affected",
                null);
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(200);
        channel.read(record, 0);
        String text = new String(record.array(), 0, record.position(), StandardCharsets.UTF_8);
        return text.isBlank() ? "another process" : text.strip();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(key);
        }
    }
}
