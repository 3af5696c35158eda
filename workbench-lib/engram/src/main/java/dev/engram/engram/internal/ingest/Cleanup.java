package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.index.SegmentWriter;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes what work that did not end has left; what cannot be removed stays and does no harm. */
final class Cleanup {

    private static final System.Logger LOG = System.getLogger(Cleanup.class.getName());

    private Cleanup() {}

    /** Empties the folder of temporary files; only the owner of the writer lock may. */
    static void temporary(StoreFiles files, StoreLayout layout) throws IOException {
        try (Stream<Path> left = Files.list(layout.temporary())) {
            for (Path file : (Iterable<Path>) left::iterator) {
                files.delete(file);
            }
        }
    }

    /** Removes the packs and segments of a change that was not committed. */
    static void unreferenced(
            StoreFiles files, StoreLayout layout, PackSink packs, Optional<IndexCollector> index) {
        for (PackWriter.Pack pack : packs.written()) {
            delete(files, layout.path(FileKind.PACK, pack.id()));
        }
        if (index.isPresent()) {
            for (SegmentWriter.Written segment : index.get().written()) {
                delete(files, layout.path(FileKind.SEGMENT, segment.id()));
            }
        }
    }

    private static void delete(StoreFiles files, Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind: " + file, e);
        }
    }

    /** Removes an engram whose first ingest failed. */
    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.DEBUG, "left behind: " + folder, e);
        }
    }
}
