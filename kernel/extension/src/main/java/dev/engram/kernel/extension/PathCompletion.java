package dev.engram.kernel.extension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes paths: files, folders, engrams. */
final class PathCompletion {

    private static final int MOST = 200;
    private static final String ENGRAM = ".engram";

    private final Path workingDirectory;

    PathCompletion(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** What kind of path an argument wants. */
    enum Kind {
        ANY,
        FOLDER,
        ENGRAM,
        /** Several engrams with commas between them. */
        ENGRAMS;

        /** Read off the declaration of an argument; {@code null} for one that is no path. */
        static @Nullable Kind of(ArgSpec spec) {
            String label = spec.paramLabel().toUpperCase(Locale.ROOT);
            boolean engram =
                    label.contains("ENGRAM")
                            || spec instanceof OptionSpec option
                                    && List.of(option.names()).contains("--engram");
            if (engram) {
                return label.contains(",") || spec.splitRegex().contains(",") ? ENGRAMS : ENGRAM;
            }
            if (label.contains("DIR") || label.contains("FOLDER")) {
                return FOLDER;
            }
            boolean path =
                    label.contains("FILE")
                            || label.contains("PATH")
                            || label.matches(".*\\.[A-Z]+")
                            || spec.type() == Path.class
                            || spec.type() == java.io.File.class;
            return path ? ANY : null;
        }
    }

    MagicAssist.Completion complete(String typed, int cursor, Kind kind) {
        String path = kind == Kind.ENGRAMS ? typed.substring(typed.lastIndexOf(',') + 1) : typed;
        int slash = path.lastIndexOf('/');
        String folderText = path.substring(0, slash + 1);
        String prefix = path.substring(slash + 1);
        List<String> candidates = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder(folderText))) {
            entries.filter(entry -> fits(entry, prefix, kind))
                    .limit(MOST)
                    .map(entry -> folderText + entry.getFileName() + ending(entry))
                    .sorted()
                    .forEach(candidates::add);
        } catch (IOException | InvalidPathException | SecurityException e) {
            candidates.clear(); // nothing to complete there
        }
        return new MagicAssist.Completion(candidates, cursor - path.length(), cursor);
    }

    private Path folder(String text) {
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home")).resolve(text.substring(2))
                : workingDirectory.resolve(text);
    }

    private static boolean fits(Path entry, String prefix, Kind kind) {
        String name = String.valueOf(entry.getFileName());
        boolean hidden = name.startsWith(".") && !prefix.startsWith(".");
        if (hidden || !name.startsWith(prefix) || name.chars().anyMatch(Character::isWhitespace)) {
            return false;
        }
        return kind == Kind.ANY || Files.isDirectory(entry);
    }

    /** A folder goes on, an engram is whole. */
    private static String ending(Path entry) {
        boolean goesOn =
                Files.isDirectory(entry) && !String.valueOf(entry.getFileName()).endsWith(ENGRAM);
        return goesOn ? "/" : "";
    }
}
