package dev.engram.bench;

import dev.engram.bench.internal.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run read.
 *
 * @param role {@code model}, {@code data}, {@code prompt} or {@code program}
 * @param name file name or title, without the folders of one machine
 * @param sizeBytes size in bytes
 * @param sha256 digest of the content, hexadecimal
 */
public record InputHash(String role, String name, long sizeBytes, String sha256) {

    /** Of a file or a whole folder. */
    public static InputHash of(String role, Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (!Files.isDirectory(path)) {
            return new InputHash(role, name, Files.size(path), Hashes.ofFile(path));
        }
        long size = 0;
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                size += Files.size(file);
            }
        }
        return new InputHash(role, name, size, Hashes.ofFolder(path));
    }

    /** Of a text. */
    public static InputHash ofText(String role, String name, String text) {
        return new InputHash(
                role,
                name,
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length,
                Hashes.ofText(text));
    }
}
