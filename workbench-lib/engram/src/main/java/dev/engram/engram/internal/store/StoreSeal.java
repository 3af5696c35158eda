package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.crypt.EngramCipher;
import dev.engram.engram.internal.crypt.KeyFiles;
import dev.engram.engram.internal.crypt.MasterKey;
import dev.engram.engram.internal.crypt.SealedHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engram is encrypted, and with which keys. The engram itself says so: the root, or if
 * that is damaged any other file, begins as a sealed file or as a plain one. Only an engram without
 * a file can become either. Thread-safe.
 */
final class StoreSeal {

    /** What the files of an engram tell. */
    private sealed interface Found {
        /** There is no file yet, or none that tells. */
        record Nothing() implements Found {}

        record Plain() implements Found {}

        record Sealed(SealedHeader header) implements Found {}
    }

    private final Path folder;
    private final @Nullable MasterKey given;
    private volatile @Nullable Optional<EngramCipher> known;

    /**
     * @param given the key that was named for this engram, or {@code null} to look into the
     *     environment where one is needed
     */
    StoreSeal(Path folder, @Nullable MasterKey given) {
        this.folder = folder;
        this.given = given;
    }

    /**
     * The keys to read with, or nothing for a plain engram.
     *
     * @throws WorkbenchException USAGE for a key that is missing, wrong or too much
     */
    Optional<EngramCipher> toRead() throws IOException {
        Optional<EngramCipher> keys = known;
        if (keys != null) {
            return keys;
        }
        switch (look()) {
            case Found.Nothing n -> {
                return Optional.empty();
            }
            case Found.Plain p -> {
                if (given != null) {
                    throw notEncrypted("leave --key out; to encrypt, ingest into a new engram");
                }
                return remember(Optional.empty());
            }
            case Found.Sealed sealed -> {
                EngramCipher cipher = EngramCipher.of(key(), sealed.header());
                if (!cipher.fits(sealed.header())) {
                    throw WorkbenchException.usage(
                            "the key does not fit " + folder,
                            "give the key file that this engram was made with");
                }
                return remember(Optional.of(cipher));
            }
        }
    }

    /**
     * The keys to write with, or nothing for a plain engram; a new engram is encrypted if there is
     * a key.
     *
     * @throws WorkbenchException USAGE for a key that is missing, wrong or too much
     */
    synchronized Optional<EngramCipher> toWrite() throws IOException {
        Optional<EngramCipher> keys = known;
        if (keys == null) {
            keys = toRead();
        }
        if (known == null) {
            keys = remember(anyKey().map(EngramCipher::fresh));
        }
        return keys;
    }

    /**
     * Fails early for what {@link #toWrite} would refuse.
     *
     * @throws WorkbenchException USAGE for a key that is missing, wrong or too much
     */
    void requireWritable() throws IOException {
        Optional<EngramCipher> keys = toRead();
        Optional<MasterKey> key = anyKey();
        if (known != null && keys.isEmpty() && key.isPresent()) {
            // else whoever puts a plain engram in the place of an encrypted one gets to read
            // what is written next
            throw notEncrypted("unset " + MasterKey.VARIABLE + " to write to it all the same");
        }
    }

    private Optional<EngramCipher> remember(Optional<EngramCipher> keys) {
        known = keys;
        return keys;
    }

    private Optional<MasterKey> anyKey() {
        return given != null ? Optional.of(given) : KeyFiles.ofEnvironment();
    }

    private MasterKey key() {
        return anyKey().orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        folder + " is encrypted",
                                        "give its key: --key FILE, or "
                                                + MasterKey.VARIABLE
                                                + " in the environment"));
    }

    private WorkbenchException notEncrypted(String remedy) {
        return WorkbenchException.usage(folder + " is not encrypted, but a key was given", remedy);
    }

    private Found look() throws IOException {
        Found found = look(folder.resolve("root"));
        for (FileKind kind : FileKind.values()) {
            if (!(found instanceof Found.Nothing)) {
                return found;
            }
            try (Stream<Path> files = Files.list(folder.resolve(kind.folder()))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    found = look(file);
                    if (!(found instanceof Found.Nothing)) {
                        return found;
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // not there yet, or not an engram
            }
        }
        return found;
    }

    private static Found look(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new Found.Nothing();
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(SealedHeader.BYTES);
        } catch (NoSuchFileException e) {
            return new Found.Nothing();
        }
        return switch (SealedHeader.find(start)) {
            case SEALED -> new Found.Sealed(SealedHeader.read(start));
            case NEWER ->
                    throw WorkbenchException.damaged(
                            file + ": sealed in a newer format",
                            "use the workbench that wrote it, or a newer one");
            case NONE -> isPlain(start) ? new Found.Plain() : new Found.Nothing();
        };
    }

    private static boolean isPlain(byte[] start) {
        for (FileKind kind : FileKind.values()) {
            if (kind.versionOf(start) != 0) {
                return true;
            }
        }
        return RootFile.begins(start);
    }
}
