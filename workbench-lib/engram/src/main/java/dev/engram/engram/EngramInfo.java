package dev.engram.engram;

import java.util.Locale;

/**
 * What an engram holds.
 *
 * @param engram its folder
 * @param snapshot id of the snapshot that is shown
 * @param snapshots number of snapshots
 * @param taken when the snapshot was taken, ISO 8601, UTC
 * @param source the folder it was taken from
 * @param files number of files
 * @param folders number of folders below the top
 * @param links number of symbolic links
 * @param bytes sizes of the files together
 * @param storedBytes bytes on disk of content and manifest, of all snapshots
 * @param indexBytes bytes on disk of the search index, of all snapshots
 * @param passages passages that can be found
 * @param dimension of the hypervectors, 0 without an index
 * @param semantic embedder of the semantic channel, or empty
 * @param embedded passages with a meaning
 * @param manifest SHA-256 of the tree: equal trees have equal digests
 * @param encrypted whether only its key opens it
 */
public record EngramInfo(
        String engram,
        String snapshot,
        int snapshots,
        String taken,
        String source,
        long files,
        long folders,
        long links,
        long bytes,
        long storedBytes,
        long indexBytes,
        long passages,
        int dimension,
        String semantic,
        long embedded,
        String manifest,
        boolean encrypted) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                %s
                  snapshot  %s of %s (%d in all), from %s
                  content   %,d files, %,d folders, %,d links, %.1f MB
                  on disk   %.1f MB stored, %.1f MB index%s
                  search    %s%s""",
                engram,
                snapshot.substring(0, 12),
                taken,
                snapshots,
                source,
                files,
                folders,
                links,
                bytes / 1e6,
                storedBytes / 1e6,
                indexBytes / 1e6,
                encrypted ? ", encrypted" : "",
                dimension == 0
                        ? "no index"
                        : String.format(
                                Locale.ROOT, "%,d passages, %,d dimensions", passages, dimension),
                meaning());
    }

    private String meaning() {
        if (semantic.isEmpty()) {
            return "";
        }
        return embedded == passages
                ? ", also by meaning (" + semantic + ")"
                : String.format(
                        Locale.ROOT, ", %,d of them also by meaning (%s)", embedded, semantic);
    }
}
