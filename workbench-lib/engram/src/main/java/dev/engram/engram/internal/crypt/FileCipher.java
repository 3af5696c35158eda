package dev.engram.engram.internal.crypt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens the pieces of one file with AES-256-GCM, in the manner of the STREAM construction
 * (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce is the piece's number and whether it is the
 * last, so pieces cannot be moved, left out or added; the key is the file's own, so nonces never
 * meet. The last piece is bound to the file's name too. Thread-safe.
 */
public final class FileCipher {

    /** Bytes of content in each piece but the last, which has 1 to as many. */
    public static final int PIECE_BYTES = 1 << 15;

    /** Bytes that sealing adds to a piece. */
    public static final int TAG_BYTES = 16;

    /** Bytes of a sealed piece. */
    public static final int SEALED_BYTES = PIECE_BYTES + TAG_BYTES;

    private final SealedHeader header;
    private final SecretKey key;

    FileCipher(SealedHeader header, SecretKey key) {
        this.header = header;
        this.key = key;
    }

    /** What stands before the pieces. */
    public byte[] header() {
        return header.bytes();
    }

    /** One thread's use of the cipher; making one costs more than a piece. Not thread-safe. */
    public final class Worker {
        private final Cipher cipher;

        private Worker() {
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java platform lacks AES-GCM", e);
            }
        }

        /**
         * Seals a piece.
         *
         * @param name of the file if this is its last piece; empty for all others
         * @return bytes written to {@code sealed}
         */
        public int seal(long number, byte[] name, byte[] piece, int length, byte[] sealed) {
            try {
                init(Cipher.ENCRYPT_MODE, number, name);
                return cipher.doFinal(piece, 0, length, sealed, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refuses to encrypt", e);
            }
        }

        /**
         * Opens a piece.
         *
         * @param name of the file if this is its last piece; empty for all others
         * @return false if it is not what was sealed; the content of {@code piece} then means
         *     nothing
         */
        public boolean open(
                long number,
                byte[] name,
                byte[] sealed,
                int offset,
                int length,
                byte[] piece,
                int pieceOffset) {
            try {
                init(Cipher.DECRYPT_MODE, number, name);
                cipher.doFinal(sealed, offset, length, piece, pieceOffset);
                return true;
            } catch (AEADBadTagException e) {
                return false;
            } catch (ShortBufferException e) {
                throw new IllegalArgumentException("a piece does not fit", e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM refuses to decrypt", e);
            }
        }

        private void init(int mode, long number, byte[] name) throws GeneralSecurityException {
            byte[] nonce =
                    ByteBuffer.allocate(12)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(number)
                            .putInt(name.length > 0 ? 1 : 0)
                            .array();
            cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
            if (name.length > 0) {
                cipher.updateAAD(name);
            }
        }
    }

    /** A worker for the calling thread. */
    public Worker worker() {
        return new Worker();
    }
}
