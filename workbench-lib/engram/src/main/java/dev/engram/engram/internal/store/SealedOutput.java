package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.crypt.FileCipher;
import java.io.IOException;

/**
 * Writes a header, then the content in sealed pieces of equal length; only the last, sealed at the
 * end, may be shorter. Not thread-safe.
 */
final class SealedOutput implements StoreOutput {

    private static final byte[] NOT_LAST = {};

    private final StoreFiles.Output output;
    private final FileCipher.Worker worker;
    private final byte[] piece = new byte[FileCipher.PIECE_BYTES];
    private final byte[] sealed = new byte[FileCipher.SEALED_BYTES];
    private int filled;
    private long pieces;

    SealedOutput(StoreFiles.Output output, FileCipher cipher) throws IOException {
        this.output = output;
        this.worker = cipher.worker();
        byte[] header = cipher.header();
        output.write(header, 0, header.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (filled == piece.length) {
                seal(NOT_LAST);
            }
            int count = Math.min(left, piece.length - filled);
            System.arraycopy(bytes, at, piece, filled, count);
            filled += count;
            at += count;
            left -= count;
        }
    }

    private void seal(byte[] name) throws IOException {
        int count = worker.seal(pieces++, name, piece, filled, sealed);
        filled = 0;
        output.write(sealed, 0, count);
    }

    @Override
    public void end(Id name) throws IOException {
        byte[] bytes = new byte[Id.BYTES];
        name.write(bytes, 0);
        seal(bytes);
        output.force();
        output.close();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
