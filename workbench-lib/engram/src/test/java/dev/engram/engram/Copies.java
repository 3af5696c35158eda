package dev.engram.engram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Copies of engrams, to damage one and compare it with the other. */
public final class Copies {

    private Copies() {}

    /** Makes {@code to} a copy of {@code from}, whatever it was before. */
    public static void copy(Path from, Path to) throws IOException {
        delete(to);
        try (var all = Files.walk(from)) {
            for (Path path : all.sorted().toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** All files of an engram that hold something, by their names below its folder. */
    public static List<String> files(Path engram) throws IOException {
        List<String> files = new ArrayList<>();
        try (var all = Files.walk(engram)) {
            all.filter(Files::isRegularFile)
                    .filter(f -> !f.endsWith("lock") && !f.endsWith("readers"))
                    .sorted()
                    .forEach(f -> files.add(engram.relativize(f).toString()));
        }
        return files;
    }
}
