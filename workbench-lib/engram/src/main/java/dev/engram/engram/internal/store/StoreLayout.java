package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of one engram lie.
 *
 * @param folder the engram's own folder, {@code X.engram}
 */
public record StoreLayout(Path folder) {

    /** The one file that is replaced: it names the snapshots. */
    public Path root() {
        return folder.resolve("root");
    }

    /** Held by the one writer. */
    public Path lock() {
        return folder.resolve("lock");
    }

    /** Has a byte for each snapshot, locked by those who read it. */
    public Path readers() {
        return folder.resolve("readers");
    }

    /** Files being written, of no meaning to readers. */
    public Path temporary() {
        return folder.resolve("tmp");
    }

    public Path folder(FileKind kind) {
        return folder.resolve(kind.folder());
    }

    public Path path(FileKind kind, Id id) {
        return folder(kind).resolve(id.hex() + kind.extension());
    }

    public Path path(FileRef ref) {
        return path(ref.kind(), ref.id());
    }

    /** A short name for messages: {@code X.engram/packs/1f….pack}. */
    public String display(FileKind kind, Id id) {
        return folder.getFileName() + "/" + kind.folder() + "/" + id.hex() + kind.extension();
    }

    /** Bytes in the files of a kind's folder that are of this kind. */
    public long sizeOf(FileKind kind) throws IOException {
        long total = 0;
        try (Stream<Path> found = Files.list(folder(kind))) {
            for (Path file : (Iterable<Path>) found::iterator) {
                if (file.toString().endsWith(kind.extension())) {
                    total += Files.size(file);
                }
            }
        }
        return total;
    }

    /** All files of a kind whose names are such a file's; none if there is no folder for them. */
    public List<FileRef> files(FileKind kind) throws IOException {
        List<FileRef> refs = new ArrayList<>();
        try (Stream<Path> found = Files.list(folder(kind))) {
            for (Path file : (Iterable<Path>) found.sorted()::iterator) {
                String name = String.valueOf(file.getFileName());
                if (!name.endsWith(kind.extension())) {
                    continue;
                }
                String hex = name.substring(0, name.length() - kind.extension().length());
                try {
                    refs.add(new FileRef(kind, Id.parse(hex)));
                } catch (IllegalArgumentException e) {
                    // not ours
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return refs;
    }

    /** Creates the folders. */
    public void create() throws IOException {
        Files.createDirectories(folder);
        for (FileKind kind : FileKind.values()) {
            Files.createDirectories(folder(kind));
        }
        Files.createDirectories(temporary());
    }

    /**
     * Fails unless the folder holds an engram.
     *
     * @throws WorkbenchException MISSING if nothing is there, DAMAGED if it is something else
     */
    public void requireEngram() {
        if (!Files.exists(folder)) {
            throw WorkbenchException.missing(
                    "no engram at " + folder,
                    "make one: workbench engram ingest DIR -e " + folder.getFileName());
        }
        if (Files.isDirectory(folder) && Files.isRegularFile(root())) {
            return;
        }
        if (hasSnapshots()) {
            throw rootMissing();
        }
        boolean begun =
                Files.isDirectory(folder(FileKind.PACK))
                        && Files.isDirectory(folder(FileKind.SNAPSHOT));
        throw WorkbenchException.damaged(
                begun
                        ? folder + " holds no snapshot: its first ingest never ended"
                        : "not an engram: " + folder,
                begun
                        ? "ingest again into it: workbench engram ingest DIR -e " + folder
                        : "an engram is a folder made by: workbench engram ingest DIR -e X.engram");
    }

    /** Whether there is a file of a snapshot, whatever the root says. */
    public boolean hasSnapshots() {
        try (Stream<Path> found = Files.list(folder(FileKind.SNAPSHOT))) {
            return found.anyMatch(f -> f.toString().endsWith(FileKind.SNAPSHOT.extension()));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The error for an engram whose snapshots are there and whose root is not. */
    public WorkbenchException rootMissing() {
        return WorkbenchException.damaged(
                "damaged: " + folder + " has lost its root file; its snapshots are still there",
                "name them again: workbench engram repair -e " + folder);
    }
}
