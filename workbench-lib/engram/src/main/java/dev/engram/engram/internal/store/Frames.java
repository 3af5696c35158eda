package dev.engram.engram.internal.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Checksums and decompression of frames. */
final class Frames {

    private Frames() {}

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /**
     * The content of a frame, or {@code null} if the stored bytes are damaged.
     *
     * @param rawBytes the expected length, already known to be at most {@link
     *     PackTable#MAX_FRAME_BYTES}
     */
    static byte @Nullable [] content(byte[] stored, int rawBytes, int checksum) {
        if (checksum(stored, 0, stored.length) != checksum) {
            return null;
        }
        if (stored.length == rawBytes) {
            return stored;
        }
        byte[] content = new byte[rawBytes];
        try {
            long length = Zstd.decompressByteArray(content, 0, rawBytes, stored, 0, stored.length);
            return length == rawBytes ? content : null;
        } catch (ZstdException e) {
            return null;
        }
    }
}
