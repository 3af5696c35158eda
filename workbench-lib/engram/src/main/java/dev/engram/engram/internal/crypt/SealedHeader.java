package dev.engram.engram.internal.crypt;

import dev.engram.engram.internal.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What stands in the clear before a sealed file: magic, version u32, salt of the engram (32), key
 * check value (16), salt of the file (32), CRC32C of all before u32. Every file has the engram's
 * salt, so that the loss of one file does not cost the others.
 *
 * @param salt of the engram
 * @param check tells a wrong key from damage
 * @param fileSalt of this file alone
 */
public record SealedHeader(byte[] salt, byte[] check, byte[] fileSalt) {

    /** Length of the header. */
    public static final int BYTES = 96;

    static final int SALT_BYTES = 32;
    static final int CHECK_BYTES = 16;
    static final int VERSION = 1;

    private static final byte[] MAGIC = "ENGRSEAL".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What the first bytes of a file say. */
    public enum Found {
        /** A sealed file of a version that this code reads. */
        SEALED,
        /** A sealed file of a newer version. */
        NEWER,
        /** Something else, or damaged. */
        NONE
    }

    static byte[] randomSalt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    byte[] bytes() {
        ByteWriter out = new ByteWriter(BYTES);
        out.raw(MAGIC).u32(VERSION).raw(salt).raw(check).raw(fileSalt);
        return out.u32(checksum(out.array())).toByteArray();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - 4);
        return (int) crc.getValue();
    }

    /**
     * Looks at the beginning of a file.
     *
     * @param bytes at least {@link #BYTES} of it, or all
     */
    public static Found find(byte[] bytes) {
        if (bytes.length < BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
            return Found.NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(BYTES - 4) != checksum(bytes)) {
            return Found.NONE;
        }
        return in.getInt(MAGIC.length) == VERSION ? Found.SEALED : Found.NEWER;
    }

    /** Reads what {@link #find} has found. */
    public static SealedHeader read(byte[] bytes) {
        int at = MAGIC.length + 4;
        byte[] salt = Arrays.copyOfRange(bytes, at, at += SALT_BYTES);
        byte[] check = Arrays.copyOfRange(bytes, at, at += CHECK_BYTES);
        return new SealedHeader(salt, check, Arrays.copyOfRange(bytes, at, at + SALT_BYTES));
    }
}
