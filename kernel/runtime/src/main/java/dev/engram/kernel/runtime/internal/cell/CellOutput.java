package dev.engram.kernel.runtime.internal.cell;

import dev.engram.kernel.runtime.internal.wire.Broadcast;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Bytes printed by any thread, sent to the cell that the thread works for. Thread-safe. */
public final class CellOutput extends OutputStream {

    private final Broadcast broadcast;
    private final String stream;
    private final OutputStream outside;

    private CellOutput(Broadcast broadcast, String stream, FileDescriptor outside) {
        this.broadcast = broadcast;
        this.stream = stream;
        this.outside = new FileOutputStream(outside);
    }

    /** Makes {@code System.out} and {@code System.err} print into cells. */
    public static void install(Broadcast broadcast) {
        System.setOut(print(new CellOutput(broadcast, "stdout", FileDescriptor.out)));
        System.setErr(print(new CellOutput(broadcast, "stderr", FileDescriptor.err)));
    }

    private static PrintStream print(CellOutput output) {
        return new PrintStream(output, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Execution execution = Execution.current();
        if (execution == null) {
            outside.write(bytes, offset, length);
        } else if (!execution.silent() && length > 0) {
            broadcast.print(execution.parent(), stream, bytes, offset, length);
        }
    }
}
