package dev.engram.engram.internal.crypt;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Reads and writes the files that keys are kept in. */
public final class KeyFiles {

    /** A key file is far shorter; a longer one is a mistake and is not read to its end. */
    private static final int MOST_BYTES = 4096;

    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private KeyFiles() {}

    /** The key whose file the environment names, if it names one. */
    public static Optional<MasterKey> ofEnvironment() {
        String file = System.getenv(MasterKey.VARIABLE);
        return file == null || file.isEmpty() ? Optional.empty() : Optional.of(read(Path.of(file)));
    }

    /**
     * Writes a new file that only its owner may read.
     *
     * @throws WorkbenchException USAGE if it exists, RESOURCE if it cannot be written
     */
    public static void write(Path file, MasterKey key) {
        boolean made = false;
        try (FileChannel channel = FileChannel.open(file, NEW, ownerOnly(file))) {
            made = true;
            ByteBuffer text = ByteBuffer.wrap(key.text().getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw WorkbenchException.usage(
                    file + " exists; a key file is never overwritten", "give another name");
        } catch (IOException e) {
            if (made) {
                remove(file);
            }
            throw WorkbenchException.resource(
                    "cannot write the key file " + file + reason(file, e),
                    "give a file in a folder that exists and may be written to",
                    e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // half a key file opens nothing
        }
    }

    /**
     * Reads a key file.
     *
     * @throws WorkbenchException MISSING if it is not there, RESOURCE if it cannot be read, USAGE
     *     if it is no key file, DAMAGED if its checksum does not fit
     */
    public static MasterKey read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return MasterKey.parse(content.length > MOST_BYTES ? "" : text, file.toString());
        } catch (NoSuchFileException e) {
            throw WorkbenchException.missing(
                    "no key file at " + file,
                    "give the file the engram was made with; a new key is made by: workbench engram"
                            + " key new FILE");
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot read the key file " + file + reason(file, e),
                    "give a key file that you may read",
                    e);
        }
    }

    private static String reason(Path file, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (e instanceof java.nio.file.AccessDeniedException) {
            reason = "permission denied";
        } else if (e instanceof NoSuchFileException) {
            reason = "there is no such folder";
        }
        return reason.equals(file.toString()) ? "" : ": " + reason;
    }
}
