package dev.engram.engram.documents;

import java.time.Duration;

/**
 * Bounds on what one document may cost; what lies beyond is reported as unreadable.
 *
 * @param maxBytes size of the file, in bytes
 * @param maxCharacters text that comes out, in characters
 * @param maxRatio bytes that may come out of one compressed byte, once {@link #RATIO_FREE_BYTES}
 *     have come out
 * @param maxDepth nesting of elements, outlines and lists
 * @param sectionCharacters about how long a section may grow before it is cut at a paragraph
 * @param time how long reading may take
 * @param workerMegabytes heap of the process that reads PDF and large files, in MiB
 */
public record DocumentLimits(
        long maxBytes,
        int maxCharacters,
        int maxRatio,
        int maxDepth,
        int sectionCharacters,
        Duration time,
        int workerMegabytes) {

    /** Compression ratios are not looked at before this many bytes have come out. */
    public static final int RATIO_FREE_BYTES = 1 << 20;

    /** 64 MiB in, 32 M characters out, 200-fold compression, 30 s, 256 MiB. */
    public static DocumentLimits defaults() {
        return new DocumentLimits(64L << 20, 32 << 20, 200, 200, 1500, Duration.ofSeconds(30), 256);
    }

    public DocumentLimits {
        if (maxBytes < 1
                || maxBytes > Integer.MAX_VALUE - 16
                || maxCharacters < 1
                || maxRatio < 1
                || maxDepth < 1
                || sectionCharacters < 1
                || workerMegabytes < 16
                || time.isNegative()) {
            throw new IllegalArgumentException("limits out of range");
        }
    }

    public DocumentLimits withTime(Duration limit) {
        return new DocumentLimits(
                maxBytes,
                maxCharacters,
                maxRatio,
                maxDepth,
                sectionCharacters,
                limit,
                workerMegabytes);
    }

    public DocumentLimits withMaxCharacters(int limit) {
        return new DocumentLimits(
                maxBytes, limit, maxRatio, maxDepth, sectionCharacters, time, workerMegabytes);
    }

    public DocumentLimits withWorkerMegabytes(int limit) {
        return new DocumentLimits(
                maxBytes, maxCharacters, maxRatio, maxDepth, sectionCharacters, time, limit);
    }
}
