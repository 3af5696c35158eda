package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;

/** The content of a new file of an engram, whose name is known at its end. Not thread-safe. */
interface StoreOutput extends Closeable {

    void write(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Ends the content; returns when it is on the disk.
     *
     * @param name that the file will have on the disk
     */
    void end(Id name) throws IOException;

    /** Writes the content as it is. */
    record Plain(StoreFiles.Output output) implements StoreOutput {

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            output.write(bytes, offset, length);
        }

        @Override
        public void end(Id name) throws IOException {
            output.force();
            output.close();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
