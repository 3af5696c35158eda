package dev.engram.ensemble.sandbox.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The temporary folders of guests. */
final class Guests {

    private Guests() {}

    /** A new folder that only we may enter. */
    static Path folder() throws IOException {
        return Files.createTempDirectory("engram-sandbox-");
    }

    static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(Guests.class.getName())
                    .log(System.Logger.Level.WARNING, "could not delete " + folder, e);
        }
    }
}
