package dev.engram.engram;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Engrams that older versions of this code wrote, stored as test resources. */
public final class StoredEngrams {

    private StoredEngrams() {}

    /** Unpacks {@code engrams/NAME.zip} to a folder and returns it. */
    public static Path unpack(String name, Path folder) throws IOException {
        try (InputStream stored =
                        StoredEngrams.class.getResourceAsStream("/engrams/" + name + ".zip");
                ZipInputStream zip = new ZipInputStream(stored)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return folder;
    }
}
