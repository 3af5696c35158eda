package dev.engram.engram;

import java.util.Locale;

/**
 * What a bundling did.
 *
 * @param snapshot id of the new snapshot
 * @param parts engrams that went into it
 * @param files files in the bundle
 * @param bytes their sizes together
 * @param passages passages that can be found
 * @param copiedBytes bytes that were copied; what is linked costs none
 * @param millis time taken, milliseconds
 */
public record BundleResult(
        String snapshot,
        int parts,
        long files,
        long bytes,
        long passages,
        long copiedBytes,
        long millis) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d engrams: %,d files, %.1f MB, %,d passages; %.1f MB copied, %.1f s",
                parts,
                files,
                bytes / 1e6,
                passages,
                copiedBytes / 1e6,
                millis / 1e3);
    }
}
