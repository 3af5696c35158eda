package dev.engram.engram.internal.store;

import dev.engram.engram.internal.bytes.Id;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Undoes the flip of a single bit, the most common damage of a medium. A CRC tells where the bit
 * is; without one, each bit of a small file is tried until the SHA-256 is right.
 */
public final class BitRepair {

    /** Longer files are not tried: each bit costs a hash of the whole. */
    private static final int MOST_BYTES = 16 << 10;

    /** The polynomial of CRC32C, its bits reversed. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private static final int[] TABLE = table();

    private BitRepair() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
            }
            table[i] = crc;
        }
        return table;
    }

    /**
     * The bytes with the one bit flipped that makes their hash right.
     *
     * @return empty if there is none, or the bytes are too many to try
     */
    public static Optional<byte[]> byHash(byte[] bytes, Id wanted) {
        if (bytes.length > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] tried = bytes.clone();
        MessageDigest digest = Id.sha256();
        for (int i = 0; i < tried.length; i++) {
            for (int bit = 1; bit < 256; bit <<= 1) {
                tried[i] ^= (byte) bit;
                if (Id.hash(digest, tried, 0, tried.length).equals(wanted)) {
                    return Optional.of(tried);
                }
                tried[i] ^= (byte) bit;
            }
        }
        return Optional.empty();
    }

    /**
     * The bytes with the one bit flipped that makes their CRC32C right. The CRC is linear: what a
     * flipped bit changes in it depends only on how many bytes follow.
     */
    public static Optional<byte[]> byChecksum(byte[] bytes, int wanted) {
        int difference = Frames.checksum(bytes, 0, bytes.length) ^ wanted;
        int[] changes = new int[8];
        for (int bit = 0; bit < 8; bit++) {
            changes[bit] = TABLE[1 << bit];
        }
        for (int i = bytes.length - 1; i >= 0; i--) {
            for (int bit = 0; bit < 8; bit++) {
                if (changes[bit] == difference) {
                    byte[] mended = bytes.clone();
                    mended[i] ^= (byte) (1 << bit);
                    return Optional.of(mended);
                }
                changes[bit] = (changes[bit] >>> 8) ^ TABLE[changes[bit] & 0xFF];
            }
        }
        return Optional.empty();
    }

    /**
     * The content of a frame, if at most one bit of its stored bytes is wrong.
     *
     * @param rawBytes the expected length, at most {@link PackTable#MAX_FRAME_BYTES}
     */
    public static Optional<byte[]> frame(byte[] stored, int rawBytes, int checksum) {
        byte[] content = Frames.content(stored, rawBytes, checksum);
        if (content == null) {
            Optional<byte[]> mended = byChecksum(stored, checksum);
            content = mended.isEmpty() ? null : Frames.content(mended.get(), rawBytes, checksum);
        }
        return Optional.ofNullable(content);
    }
}
