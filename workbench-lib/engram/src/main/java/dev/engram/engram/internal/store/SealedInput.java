package dev.engram.engram.internal.store;

import com.sun.management.OperatingSystemMXBean;
import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.crypt.EngramCipher;
import dev.engram.engram.internal.crypt.FileCipher;
import dev.engram.engram.internal.crypt.SealedHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Opens sealed pieces as they are asked for. A piece is verified before any byte of it is handed
 * out; the last one also tells whether the file has the right name and is not cut off. Thread-safe.
 */
final class SealedInput implements StoreInput {

    private static final byte[] NOT_LAST = {};

    /** Pieces read from the disk at once. */
    private static final int BATCH = 32;

    /** Share of the machine's memory that one decrypted file may take. */
    private static final int MEMORY_SHARE = 2;

    private final FileChannel channel;
    private final FileCipher cipher;
    private final String display;
    private final byte[] name = new byte[Id.BYTES];
    private final long sealedBytes;
    private final long pieces;

    /**
     * @param kind code of the file's kind
     * @param name the file's name on disk
     * @param display what messages call it
     */
    SealedInput(FileChannel channel, EngramCipher keys, int kind, Id name, String display)
            throws IOException {
        this.channel = channel;
        this.display = display;
        name.write(this.name, 0);
        byte[] header = new byte[SealedHeader.BYTES];
        long size = channel.size();
        if (size <= header.length + FileCipher.TAG_BYTES
                || !StoreInput.fill(channel, ByteBuffer.wrap(header), 0)) {
            throw damaged("it is cut off");
        }
        switch (SealedHeader.find(header)) {
            case SEALED -> {}
            case NEWER ->
                    throw WorkbenchException.damaged(
                            display + ": sealed in a newer format",
                            "use the workbench that wrote it, or a newer one");
            case NONE -> throw damaged("it does not begin as a sealed file");
        }
        SealedHeader found = SealedHeader.read(header);
        if (!keys.fits(found)) {
            throw damaged("it belongs to another engram");
        }
        cipher = keys.open(kind, found);
        sealedBytes = size - header.length;
        pieces = (sealedBytes + FileCipher.SEALED_BYTES - 1) / FileCipher.SEALED_BYTES;
        if (sealedBytes - (pieces - 1) * FileCipher.SEALED_BYTES <= FileCipher.TAG_BYTES) {
            throw damaged("it is cut off");
        }
    }

    private WorkbenchException damaged(String problem) {
        return WorkbenchException.damaged(
                "damaged: " + display + ": " + problem,
                "find out what is lost: workbench engram check -e ENGRAM --key FILE");
    }

    @Override
    public long size() {
        return sealedBytes - pieces * FileCipher.TAG_BYTES;
    }

    @Override
    public boolean read(byte[] target, long offset) throws IOException {
        if (target.length == 0) {
            return offset <= size();
        }
        if (offset < 0 || offset > size() - target.length) {
            return false;
        }
        long last = (offset + target.length - 1) / FileCipher.PIECE_BYTES;
        FileCipher.Worker worker = cipher.worker();
        byte[] piece = new byte[FileCipher.PIECE_BYTES];
        for (long from = offset / FileCipher.PIECE_BYTES; from <= last; from += BATCH) {
            int count = (int) Math.min(BATCH, last + 1 - from);
            byte[] sealed = sealed(from, count);
            for (int i = 0; i < count; i++) {
                long start = (from + i) * FileCipher.PIECE_BYTES;
                int length = contentLength(from + i);
                boolean inside = start >= offset && start + length <= offset + target.length;
                byte[] into = inside ? target : piece;
                open(worker, from + i, sealed, i, into, inside ? (int) (start - offset) : 0);
                if (!inside) {
                    long begin = Math.max(start, offset);
                    long end = Math.min(start + length, offset + target.length);
                    System.arraycopy(
                            piece,
                            (int) (begin - start),
                            target,
                            (int) (begin - offset),
                            (int) (end - begin));
                }
            }
        }
        return true;
    }

    /**
     * The content decrypted into native memory: a file that is searched in place cannot be opened
     * piece by piece.
     */
    @Override
    public MemorySegment map(Arena arena) throws IOException {
        requireMemory();
        MemorySegment content = arena.allocate(size(), Long.BYTES);
        FileCipher.Worker worker = cipher.worker();
        byte[] piece = new byte[FileCipher.PIECE_BYTES];
        for (long from = 0; from < pieces; from += BATCH) {
            Interrupts.check("nothing was changed");
            int count = (int) Math.min(BATCH, pieces - from);
            byte[] sealed = sealed(from, count);
            for (int i = 0; i < count; i++) {
                open(worker, from + i, sealed, i, piece, 0);
                MemorySegment.copy(
                        piece,
                        0,
                        content,
                        ValueLayout.JAVA_BYTE,
                        (from + i) * FileCipher.PIECE_BYTES,
                        contentLength(from + i));
            }
        }
        return content.asReadOnly();
    }

    private void requireMemory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                && size() > system.getTotalMemorySize() / MEMORY_SHARE) {
            throw WorkbenchException.resource(
                    String.format(
                            "%s needs %,d bytes of memory to be decrypted into, more than half of"
                                    + " this machine's",
                            display, size()),
                    "use a machine with more memory, or split the engram in several",
                    null);
        }
    }

    private int contentLength(long piece) {
        return piece < pieces - 1
                ? FileCipher.PIECE_BYTES
                : (int) (size() - piece * FileCipher.PIECE_BYTES);
    }

    private byte[] sealed(long first, int count) throws IOException {
        long at = first * FileCipher.SEALED_BYTES;
        long end = Math.min(sealedBytes, at + (long) count * FileCipher.SEALED_BYTES);
        byte[] sealed = new byte[(int) (end - at)];
        if (!StoreInput.fill(channel, ByteBuffer.wrap(sealed), SealedHeader.BYTES + at)) {
            throw damaged("it was cut off while being read");
        }
        return sealed;
    }

    private void open(
            FileCipher.Worker worker, long number, byte[] sealed, int index, byte[] into, int at) {
        int length = contentLength(number);
        boolean right =
                worker.open(
                        number,
                        number == pieces - 1 ? name : NOT_LAST,
                        sealed,
                        index * FileCipher.SEALED_BYTES,
                        length + FileCipher.TAG_BYTES,
                        into,
                        at);
        if (!right) {
            long start = number * FileCipher.PIECE_BYTES;
            throw damaged(
                    String.format(
                            "bytes %d to %d fail authentication: damaged, or not written with"
                                    + " this key",
                            start, start + length));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
