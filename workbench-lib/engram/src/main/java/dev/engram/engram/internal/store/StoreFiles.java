package dev.engram.engram.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The few ways in which a store changes the disk, so that tests can let each of them fail. */
public interface StoreFiles {

    /** A new file being written. */
    interface Output extends Closeable {
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Returns when the content is on the disk. */
        void force() throws IOException;
    }

    /** Creates a file that must not exist yet. */
    Output create(Path file) throws IOException;

    /** Renames atomically, replacing what is there. */
    void move(Path from, Path to) throws IOException;

    /** Returns when the names in the folder are on the disk. */
    void forceFolder(Path folder) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path file) throws IOException;

    /** The file system. */
    static StoreFiles disk() {
        return Disk.INSTANCE;
    }

    /** The file system. */
    enum Disk implements StoreFiles {
        INSTANCE;

        @Override
        public Output create(Path file) throws IOException {
            return new ChannelOutput(
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            if (System.getProperty("os.name").startsWith("Windows")) {
                return; // folders cannot be opened there; NTFS journals names itself
            }
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /** An output on a file channel. */
    record ChannelOutput(FileChannel channel) implements Output {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
