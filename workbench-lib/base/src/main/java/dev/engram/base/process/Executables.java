package dev.engram.base.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds programs the way a shell does. */
public final class Executables {

    /** Whether programs here end in {@code .exe} or {@code .cmd}. */
    public static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private static final List<String> ENDINGS =
            WINDOWS ? List.of(".exe", ".cmd", ".bat") : List.of("");

    private Executables() {}

    /**
     * The first program of that name on {@code PATH}.
     *
     * @param name without an ending, such as {@code mvn}
     * @param environment the environment whose {@code PATH} counts
     */
    public static Optional<Path> onPath(String name, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", environment.getOrDefault("Path", ""));
        for (String folder : path.split(File.pathSeparator)) {
            if (folder.isBlank()) {
                continue;
            }
            try {
                Optional<Path> found = inFolder(Path.of(folder), name);
                if (found.isPresent()) {
                    return found;
                }
            } catch (InvalidPathException e) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** The program of that name in one folder. */
    public static Optional<Path> inFolder(Path folder, String name) {
        for (String ending : ENDINGS) {
            Path candidate = folder.resolve(name + ending);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /** The folder of a virtual environment that holds its programs. */
    public static Path programsOf(Path virtualEnvironment) {
        return virtualEnvironment.resolve(WINDOWS ? "Scripts" : "bin");
    }
}
