package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.crypt.EngramCipher;
import dev.engram.engram.internal.crypt.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the files of one engram lie, and how their bytes get there: as they are, or sealed. What
 * goes through {@link #open}, {@link #readAll} and {@link HashedOutput} need not know. Thread-safe.
 */
public final class StoreLayout {

    private final Path folder;
    private final StoreSeal seal;

    /**
     * An engram whose key, if it has one, is that of the call that runs, or of the environment.
     *
     * @param folder the engram's own folder, {@code X.engram}
     */
    public StoreLayout(Path folder) {
        this.folder = folder;
        this.seal =
                new StoreSeal(folder, MasterKey.CURRENT.isBound() ? MasterKey.CURRENT.get() : null);
    }

    /** The engram's own folder. */
    public Path folder() {
        return folder;
    }

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
        return folder(kind).resolve(name(kind, id).hex() + kind.extension());
    }

    public Path path(FileRef ref) {
        return path(ref.kind(), ref.id());
    }

    /** A short name for messages: {@code X.engram/packs/1f….pack}. */
    public String display(FileKind kind, Id id) {
        return folder.getFileName() + "/" + name(new FileRef(kind, id));
    }

    /** Where a file lies below the engram's folder: {@code packs/1f….pack}. */
    public String name(FileRef ref) {
        FileKind kind = ref.kind();
        return kind.folder() + "/" + name(kind, ref.id()).hex() + kind.extension();
    }

    /** What stands for an id in the names of files; in a plain engram it is the id. */
    Id name(FileKind kind, Id id) {
        return keys().map(k -> k.name(kind.code(), id)).orElse(id);
    }

    private Optional<EngramCipher> keys() {
        try {
            return seal.toRead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the engram is encrypted. */
    public boolean isEncrypted() {
        return keys().isPresent();
    }

    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    public StoreInput open(FileKind kind, Id id) throws IOException {
        return open(kind.code(), name(kind, id), path(kind, id), display(kind, id));
    }

    private StoreInput open(int kind, Id name, Path path, String display) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            Optional<EngramCipher> keys = seal.toRead();
            return keys.isPresent()
                    ? new SealedInput(channel, keys.get(), kind, name, display)
                    : new StoreInput.Plain(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The content of a small file; what the name promises is not verified. */
    byte[] readAll(FileKind kind, Id id) throws IOException {
        try (StoreInput input = open(kind, id)) {
            return readAll(input);
        }
    }

    /** The content of the root. */
    byte[] readRoot() throws IOException {
        String display = folder.getFileName() + "/root";
        try (StoreInput input = open(RootFile.KIND, RootFile.NAME, root(), display)) {
            return readAll(input);
        }
    }

    private static byte[] readAll(StoreInput input) throws IOException {
        byte[] content = new byte[Math.toIntExact(input.size())];
        input.read(content, 0);
        return content;
    }

    /** Begins a file. */
    StoreOutput output(StoreFiles files, Path temporary, int kind) throws IOException {
        Optional<EngramCipher> keys = seal.toWrite();
        StoreFiles.Output output = files.create(temporary);
        return keys.isPresent()
                ? new SealedOutput(output, keys.get().create(kind))
                : new StoreOutput.Plain(output);
    }

    private Id contentId(FileKind kind, Id name, Path file) throws IOException {
        try (StoreInput input = open(kind.code(), name, file, file.toString())) {
            return StoreInput.hash(input, count -> {});
        }
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

    /**
     * All files of a kind whose names are such a file's; none if there is no folder for them. In an
     * encrypted engram, whose names tell nothing, they are read to know their ids, and those that
     * cannot be read are left out: {@link #paths} has all.
     */
    public List<FileRef> files(FileKind kind) throws IOException {
        Optional<EngramCipher> keys = seal.toRead();
        List<FileRef> refs = new ArrayList<>();
        for (Path path : paths(kind)) {
            Id name = Id.parse(hex(kind, path));
            try {
                Id id = keys.isPresent() ? contentId(kind, name, path) : name;
                if (name(kind, id).equals(name)) {
                    refs.add(new FileRef(kind, id));
                }
            } catch (WorkbenchException e) {
                // damaged
            }
        }
        return refs;
    }

    /** The ids of {@link #files}. */
    public List<Id> ids(FileKind kind) throws IOException {
        return files(kind).stream().map(FileRef::id).toList();
    }

    /** Where the files of a kind lie, by the look of their names. */
    public List<Path> paths(FileKind kind) throws IOException {
        try (Stream<Path> found = Files.list(folder(kind))) {
            return found.filter(path -> isName(hex(kind, path))).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /** The name of a file without its extension; empty if that is another kind's. */
    private static String hex(FileKind kind, Path path) {
        String name = String.valueOf(path.getFileName());
        String extension = kind.extension();
        return name.endsWith(extension)
                ? name.substring(0, name.length() - extension.length())
                : "";
    }

    private static boolean isName(String hex) {
        try {
            Id.parse(hex);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // not ours
        }
    }

    /** Creates the folders. */
    public void create() throws IOException {
        seal.requireWritable();
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
            isEncrypted(); // the right key is there, if one is needed
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
