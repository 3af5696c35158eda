package dev.engram.commands.setup.internal;

import dev.engram.base.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Folders that appear whole. */
final class Folders {

    private Folders() {}

    /** The folder a file or folder is in; the root is in itself. */
    static Path parent(Path path) {
        Path absolute = path.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    /**
     * Replaces a folder by one with these files: there is a moment without it, but none with half
     * of it.
     *
     * @param files content by relative path
     */
    static void replace(Path folder, Map<String, byte[]> files) throws IOException {
        Path temporary = folder.resolveSibling("." + folder.getFileName() + ".new");
        FileTrees.delete(temporary);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = temporary.resolve(file.getKey());
            Files.createDirectories(parent(path));
            Files.write(path, file.getValue());
        }
        FileTrees.delete(folder);
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
    }
}
